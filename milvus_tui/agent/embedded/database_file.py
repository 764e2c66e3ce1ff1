"""A `.db` file of Milvus Lite as a constructor requests it, read in the program's thread."""

from __future__ import annotations

import os
from typing import NamedTuple, Optional, Tuple

SUFFIX = ".db"
"""The end of a URI that pymilvus takes for a file of Milvus Lite."""

LOCK = "LOCK"
"""The file in it that Milvus Lite 3 holds open, where the path is a directory."""

Inode = Tuple[int, int]
"""Device and number."""


class DatabaseFile(NamedTuple):
    """A path, and what was there when the client's constructor returned."""

    path: str
    """Absolute."""
    inode: Optional[Inode]
    """None if there was no such file."""
    lock: Optional[Inode]
    """Of its file `LOCK`."""


def requested(uri: str) -> Optional[DatabaseFile]:
    """Return the file that a URI names; None for the URI of a server."""
    if not uri.endswith(SUFFIX) or "://" in uri or uri.startswith("unix:"):
        return None
    path = os.path.abspath(uri)
    return DatabaseFile(path, inode_at(path), inode_at(os.path.join(path, LOCK)))


def inode_at(file: str) -> Optional[Inode]:
    """Return the inode that a path has now; None if there is no such file."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino
