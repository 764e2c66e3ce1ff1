"""Sockets that are this user's alone: the directory they stand in, and who is at the other end.

Standard library and Python 3.8 syntax only. Imports nothing of ours: the supervisor
of a program loads this file by its path.
"""

from __future__ import annotations

import os
import socket
import stat
import struct
import sys
from pathlib import Path
from typing import List, Tuple


def private_directory(path: Path) -> Path:
    """Make a directory that only this user may enter, or check that it is one.

    Raises:
        OSError: it cannot be made, belongs to somebody else, or others may enter it.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = os.lstat(str(path))
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
        raise PermissionError(f"{path} is not a directory of this user")
    if status.st_mode & 0o077:
        raise PermissionError(f"others may enter {path}: chmod 700 it")
    return path


def same_user(peer: socket.socket) -> bool:
    """Whether the process at the other end runs as this user, as the kernel says."""
    if sys.platform == "darwin":
        # struct xucred of LOCAL_PEERCRED (level 0, name 1): version, user id, groups
        credentials = peer.getsockopt(0, 1, 76)
        user: Tuple[int, ...] = struct.unpack_from("I", credentials, 4)
        return user[0] == os.geteuid()
    size = struct.calcsize("3i")
    _, uid, _ = struct.unpack("3i", peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))
    return bool(uid == os.geteuid())


def runs(pid: int) -> bool:
    """Whether there is such a process, be it somebody else's.

    One that has ended does not count, though nobody has asked for its exit code: in a
    container without an init process, nobody ever may.
    """
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _state(str(pid))[:1] not in (["Z"], ["X"])


def group_runs(group: int) -> bool:
    """Whether a process of a process group has not ended."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    if not os.path.isdir("/proc/self"):
        return True
    states = (_state(name) for name in os.listdir("/proc") if name.isdecimal())
    return any(state[2:3] == [str(group)] and state[0] not in "ZX" for state in states)


def _state(pid: str) -> List[str]:
    """State, parent, process group and more of a process, as Linux tells it; else nothing."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()
    except OSError:
        return []


def answers(path: Path) -> bool:
    """Whether somebody listens at a socket's path."""
    with socket.socket(socket.AF_UNIX) as knock:
        knock.settimeout(1.0)
        try:
            knock.connect(str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            return False
        except OSError:
            return True  # it is busy: somebody is there
    return True


def sweep(directory: Path) -> None:
    """Remove what processes that were killed left in the directory of sockets, and what this
    one left before it became another program.

    Every file there is named after the process that made it. The process's number alone does
    not say that it is gone: another machine's view of the same directory may lack it.
    """
    try:
        paths = [*directory.glob("*.sock"), *directory.glob("*.run")]
    except OSError:
        return
    for path in paths:
        pid = path.name.partition("-")[0]
        if pid.isdecimal() and not _lives(int(pid)) and not answers(path):
            try:
                path.unlink()
            except OSError:
                pass  # somebody else was faster


def _lives(pid: int) -> bool:
    return pid != os.getpid() and runs(pid)
