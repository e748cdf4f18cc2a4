"""The digest of the released bundle's manifest; written by `tellcheck train`, never by hand."""

MANIFEST_SHA256 = "c38541cf14b33f0d50906c155ff01f90adf333c29ed843c41d77c67a04d9d351"
