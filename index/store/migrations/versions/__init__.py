"""One script for each change of the tables, oldest first. Never edit one that was released."""
