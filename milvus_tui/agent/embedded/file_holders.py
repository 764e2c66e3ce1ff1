"""Which process holds a `.db` file of Milvus Lite, by its locks, open files and server process.

Milvus Lite up to 2.5 locks `DIR/.NAME.lock` and starts a process named `milvus` with the path of
the file among its arguments. From 3.0 on it locks `PATH/LOCK`, since the path is a directory, and
serves it with threads of the program. In both, an attempt that fails may remove the lock's file:
its open file descriptor stays. So the open files are searched, and not the paths.
"""

from __future__ import annotations

import os
from typing import Iterator, NamedTuple, Optional, Set

from milvus_tui.agent.embedded import processes
from milvus_tui.agent.embedded.database_file import LOCK

MOST_FILES = 4_096
"""Open files looked at in one process."""

_DELETED = " (deleted)"

_FIRST = 1
"""Pid of the first process of a machine or container."""


class Holder(NamedTuple):
    """The process that holds a file."""

    pid: int
    command: str
    """Without arguments; empty if it cannot be read."""
    server: int
    """Pid of the embedded server's own process; the holder's own pid if it has none."""
    is_parent: bool
    """Whether it is the parent of this process, as a reloader is."""
    is_this_process: bool


def holder_of(path: str) -> Optional[Holder]:
    """Return the process that holds a `.db` file; None if none does, or without /proc.

    Reads all processes of the user, which takes milliseconds: call it after a failure only, and
    never in the program's thread.

    Args:
        path: absolute path of the file.
    """
    if not processes.is_readable():
        return None
    path = os.path.realpath(path)
    folder, name = os.path.split(path)
    locks = {os.path.join(folder, f".{name}.lock"), os.path.join(path, LOCK)}
    server, opened, owner = 0, 0, 0
    for pid in processes.pids():
        if is_server_of(path, pid):
            server = pid
        for found in open_files(pid, locks):
            opened = opened or pid
            if pid in lock_owners(found.st_ino):
                owner = pid
    return _holder(owner, server, opened)


def _holder(owner: int, server: int, opened: int) -> Optional[Holder]:
    started = processes.status(server) if server else None
    parent = started.parent if started is not None else 0
    # Another process adopts a server whose own has ended, most often the first one.
    pid = owner or (0 if parent == _FIRST else parent) or opened or server
    if not pid:
        return None
    return Holder(
        pid, processes.command(pid), server or pid, pid == os.getppid(), pid == os.getpid()
    )


def is_server_of(path: str, pid: int) -> bool:
    """Whether a process is the embedded server of a file: `milvus PATH unix:…`."""
    given = processes.arguments(pid)
    return path in given[1:] and os.path.basename(given[0]) == "milvus"


def open_files(pid: int, paths: Set[str]) -> Iterator[os.stat_result]:
    """Yield what stat() says of a process's open files that have, or had, one of some paths."""
    folder = f"{processes.PROC}/{pid}/fd"
    try:
        names = os.listdir(folder)[:MOST_FILES]
    except OSError:  # another user's process, or one that has ended
        return
    for name in names:
        try:
            target = os.readlink(f"{folder}/{name}")
            if target.endswith(_DELETED):
                target = target[: -len(_DELETED)]
            if target in paths:
                yield os.stat(f"{folder}/{name}")
        except OSError:  # closed meanwhile
            continue


def lock_owners(inode: int) -> Set[int]:
    """Return the processes that hold a lock on a file. A process that waits for one is left out."""
    try:
        with open(f"{processes.PROC}/locks", encoding="ascii", errors="replace") as file:
            lines = [line.split() for line in file]
    except OSError:
        return set()
    # `1: POSIX  ADVISORY  WRITE 708 08:01:123 0 EOF`; one that waits has `->` after the number.
    # Overlay file systems list another device than stat() does, so only the inode counts.
    wanted = str(inode)
    return {
        int(parts[4])
        for parts in lines
        if len(parts) > 5 and parts[1] != "->" and parts[5].rpartition(":")[2] == wanted
    }
