"""Reading from outside: links and feeds behind a guard, and folders that are watched."""
