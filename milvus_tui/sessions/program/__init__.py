"""A program that `milvus-tui run` or `check` starts: supervisor, agents, output and exit."""
