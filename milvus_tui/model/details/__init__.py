"""The details of one row, as the inspector and the clipboard show them."""
