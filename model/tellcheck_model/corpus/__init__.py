"""The training corpus: cards that say what to write, and checks of what was written. Reviewing needs none of it."""
