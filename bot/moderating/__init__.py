"""Keeping the coverage in Discord: what moderators add, correct, withdraw, set and see."""
