"""The agent loads where milvus-tui is not installed, and loads nothing but the standard library."""

from __future__ import annotations

import ast
import json
import subprocess
from pathlib import Path

import pytest

import milvus_tui
from tests import servers

PACKAGE = Path(milvus_tui.__file__).parent
SOURCES = [
    PACKAGE / "__init__.py",
    *sorted((PACKAGE / "wire").rglob("*.py")),
    *sorted((PACKAGE / "agent").rglob("*.py")),
]

SCRIPT = """
import json, runpy, sys
before = list(sys.path)
main = runpy.run_path(sys.argv[1], run_name="not main")
main["make_importable"]()
import milvus_tui.agent.lab.lab_host
foreign = {"click", "msgspec", "textual", "rich", "pymilvus"} & set(sys.modules)
print(json.dumps([sys.path == before, sorted(foreign)]))
"""


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_is_written_for_python_3_8(source: Path) -> None:
    tree = ast.parse(source.read_text(), feature_version=(3, 8))
    names = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert not names & {"msgspec", "click", "textual", "psutil", "rich"}


def test_the_import_path_stays_the_same() -> None:
    python = servers.interpreter("2.4.15")
    script = PACKAGE / "agent" / "lab" / "lab_main.py"
    done = subprocess.run(
        [python, "-c", SCRIPT, script], capture_output=True, text=True, check=True, cwd="/"
    )
    same_path, foreign = json.loads(done.stdout)
    assert same_path
    assert foreign == []
