"""How a target is started and spoken to: the doors through which an agent is reached."""
