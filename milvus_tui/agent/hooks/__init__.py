"""Observes what the program does with its clients: hooks, observers, notes and call sites."""
