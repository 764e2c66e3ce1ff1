"""Watching a program that is not ours: no command changes it, and nothing of it waits for us."""
