"""A file's name alone says which file is meant."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import milvus_tui
from milvus_tui.wire import finding_kinds

PACKAGE = Path(milvus_tui.__file__).parent


def test_no_file_name_is_used_twice_but_by_a_findings_pair() -> None:
    folders: dict[str, list[str]] = defaultdict(list)
    for path in PACKAGE.rglob("*.py"):
        folders[path.name].append(path.parent.relative_to(PACKAGE).as_posix())
    pairs = {f"{finding_kinds.module_name(kind)}.py" for kind in finding_kinds.KINDS}
    twice = {name: found for name, found in folders.items() if len(found) > 1}
    twice.pop("__init__.py")
    assert twice.keys() == pairs
    assert all(sorted(found) == ["agent/findings", "model/findings"] for found in twice.values())
