"""Prints the table of keys for the README: `python -m milvus_tui.tui.actions.keys_page`."""

from __future__ import annotations

import sys

from milvus_tui.tui.actions.registry import markdown

if __name__ == "__main__":
    sys.stdout.write(markdown() + "\n")
