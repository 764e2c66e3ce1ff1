"""Makes `milvus_tui` importable where nothing of ours is installed.

Loaded by its path, before there is a package that it belongs to: by the lab's target, and by
`watch/door.py` in a program.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path


def bring_ourselves() -> None:
    """Make `milvus_tui` importable, and nothing else that stands beside it.

    This interpreter may have nothing of ours installed, and adding a directory to its
    `sys.path` would bring our dependencies along, or shadow the program's modules.
    """
    root = Path(__file__).resolve().parent.parent.parent
    spec = importlib.util.spec_from_file_location(
        "milvus_tui", str(root / "__init__.py"), submodule_search_locations=[str(root)]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"no package at {root}")
    package = importlib.util.module_from_spec(spec)
    sys.modules["milvus_tui"] = package
    spec.loader.exec_module(package)
