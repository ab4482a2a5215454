"""Everything that a person touches: the command line and the Discord bot. It calls `index` and shows what it gets."""
