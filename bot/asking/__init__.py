"""Asking in Discord: commands, mentions, follow-ups; and how what comes back looks."""
