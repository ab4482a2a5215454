"""The store, from the outside: what is kept, what is refused, and what no crash may lose."""
