"""How a dashboard starts and ends: signals, terminal modes, exit codes, the log of a crash."""
