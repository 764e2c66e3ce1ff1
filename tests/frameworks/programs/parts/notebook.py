# mypy: ignore-errors
"""Runs the cells of a program in a notebook's kernel, and prints what they print.

Called as `python notebook.py PROGRAM URI`.
"""

import os
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

program = Path(sys.argv[1])
os.environ["MILVUS_URI"] = sys.argv[2]
cells = re.split(r"^# %%\n", program.read_text("utf-8"), flags=re.MULTILINE)[1:]
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in cells])
client = NotebookClient(
    notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": program.parent}}
)
client.execute()
for cell in notebook.cells:
    for output in cell.outputs:
        sys.stdout.write(output.get("text", ""))
