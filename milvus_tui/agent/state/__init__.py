"""The agent's state: clients, aliases, connections, event loops, and the tables of viewers."""
