"""Watching a program: the agent changes no client, and the program does not wait for the agent."""
