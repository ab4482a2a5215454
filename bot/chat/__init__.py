"""A chat in the terminal: the real bot in a Discord of this process, where you are a moderator or a member.

`session` is what you can do, by lines; `window` shows it in a terminal, `piped` reads lines and prints replies.
"""
