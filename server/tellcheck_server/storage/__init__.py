"""Storage: what Tellcheck keeps, which is never a draft."""
