"""Finding: the Engine protocol, and the engines that serve it."""
