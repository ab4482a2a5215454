"""Answers that were posted stay true: what they quote is followed, and what became of it is said in them."""
