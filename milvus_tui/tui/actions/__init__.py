"""What the user can do: keys, labels, help, and what each action does."""
