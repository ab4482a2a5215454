"""The command line: what people see, what programs can rely on, and how everything that goes wrong ends."""
