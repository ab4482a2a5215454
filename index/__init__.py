"""What was published, and finding who said what in it. Synchronous, typed, and without a network of its own accord."""
