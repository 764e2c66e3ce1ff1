"""What is known of one row, as the inspector and the clipboard show it."""
