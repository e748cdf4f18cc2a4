"""Commands: one file each, imported only when it is the one that was asked for."""
