"""How a dashboard starts and ends: signals, the terminal, a crash."""
