"""A question -> what is asked; hits -> ranked passages -> enough evidence? -> an Answer, or one that refuses."""
