"""Rows and lines of the screen as styled text. Needs no Textual."""
