"""What is known of one embedded server, read from Milvus Lite's own bookkeeping and /proc.

Milvus Lite up to 2.5 serves a file from a process named `milvus`, and holds that file open. From
3.0 on the path is a directory, the program itself serves it with threads, and holds its file `LOCK`
open. Both keep their servers in `milvus_lite.server_manager.server_manager_instance._servers`.
"""

from __future__ import annotations

import os
import sys
from typing import Any, Dict, NamedTuple, Optional

from milvus_tui.agent.embedded import file_holders, processes
from milvus_tui.agent.embedded.database_file import LOCK, DatabaseFile, Inode, inode_at

MOST_SERVERS = 64
"""Embedded servers of one process that are looked at."""


class ServerFacts(NamedTuple):
    """One embedded server, as it was when it was first seen. Holds no object of Milvus Lite."""

    path: str
    """Absolute path of the `.db` file, or of the directory."""
    file: str
    """The file that the server holds open: the path itself, or `LOCK` in it."""
    address: str
    """What connections to it have as their address."""
    pid: int
    """The server's process; this process itself where its threads serve."""
    started: int
    """With the pid, it names one process for ever; 0 if unknown."""
    owner: int
    """The process that started it and holds the lock: after a fork, the parent."""
    inode: Optional[Inode]
    """Of the open file; None if unknown."""


def registered() -> Dict[str, Any]:
    """Return Milvus Lite's entries by path. Without its lock: the dict is copied as a whole."""
    module = sys.modules.get("milvus_lite.server_manager")
    manager = getattr(module, "server_manager_instance", None)
    return dict(list(getattr(manager, "_servers", {}).items())[:MOST_SERVERS])


def address_of(entry: Any) -> str:
    """Return the address of an entry; it is another one for each server."""
    if isinstance(entry, tuple):
        return f"127.0.0.1:{entry[2]}"
    return str(getattr(entry, "uds_path", ""))


def read(path: str, entry: Any) -> ServerFacts:
    """Read what is known of an entry of `registered()`."""
    own = os.getpid()
    if isinstance(entry, tuple):
        file = os.path.join(path, LOCK)
        inode = _inode(own, file)
        pid = owner = _lock_owner(inode) or own
    else:
        file, pid = path, int(getattr(getattr(entry, "_p", None), "pid", 0))
        inode = _inode(pid, file)
        folder, name = os.path.split(path)
        owner = _lock_owner(_inode(own, os.path.join(folder, f".{name}.lock"))) or own
    status = processes.status(pid)
    started = status.started if status is not None else 0
    return ServerFacts(path, file, address_of(entry), pid, started, owner, inode)


def lost_at_creation(facts: ServerFacts, file: DatabaseFile) -> bool:
    """Whether the path had another file than the server has open, or none, at a moment."""
    seen = file.lock if facts.file != facts.path else file.inode
    return facts.inode is not None and seen != facts.inode


def lost_before(facts: ServerFacts) -> float:
    """Return a time by which the server's file was removed or replaced.

    The removal changes the inode of the open file and the folder; what changes them later makes
    the time later. In seconds since the epoch; infinite if nothing is known.
    """
    found = next(file_holders.open_files(facts.pid, {facts.file}), None)
    changed = found.st_ctime if found is not None else float("inf")
    folder = os.path.dirname(facts.file)
    while not os.path.isdir(folder) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    try:
        return min(changed, os.stat(folder).st_mtime)
    except OSError:
        return changed


def _lock_owner(inode: Optional[Inode]) -> int:
    """Return the process that holds the lock on a file; 0 if unknown."""
    return next(iter(file_holders.lock_owners(inode[1]) if inode is not None else ()), 0)


def _inode(pid: int, file: str) -> Optional[Inode]:
    """Return the inode of a file that a process has open; without /proc, of the file now."""
    if not processes.is_readable():
        return inode_at(file)
    found = next(file_holders.open_files(pid, {file}), None)
    return (found.st_dev, found.st_ino) if found is not None else None
