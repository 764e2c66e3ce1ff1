"""Sessions: how a target is started or attached to, and how the dashboard talks to its agent."""
