"""The main screen, and what can lie over it."""
