"""Tests of newsdesk, from the outside: what a user does, and what must never happen."""
