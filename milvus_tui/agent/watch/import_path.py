"""Makes `milvus_tui` importable in an interpreter where it is not installed.

`agent/lab/lab_main.py` and `import_hook.py` load this file by its path, before the package
`milvus_tui` can be imported.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path


def make_importable() -> None:
    """Make `milvus_tui` importable, and nothing else from its directory.

    Adding the directory to `sys.path` would also make the dependencies of milvus-tui importable,
    and could shadow modules of the program.
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
