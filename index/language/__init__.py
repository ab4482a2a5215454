"""Words: text -> terms with offsets; names, aliases and spelling. What it knows of the world stands in data files."""
