"""The digest of the released bundle's manifest; written by `tellcheck train`, never by hand."""

MANIFEST_SHA256 = "98ab5cb1af6f54cb4e565b968a396dce2956635382cf28246f5d9fd2d62be54d"
