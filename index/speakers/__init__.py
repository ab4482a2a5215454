"""Who said what: Article -> Article with its Statements."""
