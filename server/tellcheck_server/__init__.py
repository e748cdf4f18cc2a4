"""HTTP, pages, storage and command line of Tellcheck."""
