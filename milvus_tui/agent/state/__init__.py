"""The agent's state: aliases, connections, call sites, event loops, and the tables of viewers."""
