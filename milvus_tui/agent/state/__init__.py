"""The agent's memory: clients, aliases, connections, event loops, and viewers' tables."""
