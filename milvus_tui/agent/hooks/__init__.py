"""What the program does with its clients: method hooks, observers, notes and call sites."""
