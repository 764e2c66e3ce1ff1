"""Keeps track of the program's clients: processes the hooks' notes, and scans at an interval."""
