"""A program that milvus-tui starts: its supervisor, its agents, its output and its end."""
