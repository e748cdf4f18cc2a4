"""Text in, findings out: the reviewer of Tellcheck."""
