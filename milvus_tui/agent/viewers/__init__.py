"""The agent's socket, and the viewers that read it."""
