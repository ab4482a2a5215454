"""How things look in a terminal, for people (rich) and for programs (JSON Lines). Objects in, text out; no deeds."""
