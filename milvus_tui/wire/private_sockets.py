"""Sockets that only one user may reach: their directory, their peers, and files left behind.

Standard library and Python 3.8 syntax only. This file imports nothing of `milvus_tui`: the
supervisor of a program loads it by its path.
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
    """Create a directory that only this user may enter, or check that an existing one is.

    Raises:
        OSError: the directory cannot be created, belongs to another user, or is open to others.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = os.lstat(str(path))
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
        raise PermissionError(f"{path} is not a directory of this user")
    if status.st_mode & 0o077:
        raise PermissionError(f"others may enter {path}: chmod 700 it")
    return path


def same_user(peer: socket.socket) -> bool:
    """Whether the process at the other end runs as this user, as the kernel reports it."""
    if sys.platform == "darwin":
        # struct xucred of LOCAL_PEERCRED (level 0, name 1): version, user id, groups
        credentials = peer.getsockopt(0, 1, 76)
        user: Tuple[int, ...] = struct.unpack_from("I", credentials, 4)
        return user[0] == os.geteuid()
    size = struct.calcsize("3i")
    _, uid, _ = struct.unpack("3i", peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))
    return bool(uid == os.geteuid())


def is_running(pid: int) -> bool:
    """Whether a process with this pid runs, also if it belongs to another user.

    A process that has ended does not count, even while its parent has not read its exit code:
    in a container without an init process, the parent may never read it.
    """
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _state(str(pid))[:1] not in (["Z"], ["X"])


def group_is_running(group: int) -> bool:
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
    """State, parent, process group and more of a process, from Linux's /proc; else empty."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()
    except OSError:
        return []


def is_listening(path: Path) -> bool:
    """Whether a process listens at a socket's path."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1.0)
        try:
            client.connect(str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            return False
        except OSError:
            return True  # a listener is there, and busy
    return True


def remove_stale_files(directory: Path) -> None:
    """Remove the socket files of processes that were killed, and of this process before an exec.

    The name of each file begins with the pid of the process that created it. The pid alone does
    not show that the process has ended: a process of another container that shares the
    directory has no pid here. So a file whose socket still has a listener stays.
    """
    try:
        paths = [*directory.glob("*.sock"), *directory.glob("*.run")]
    except OSError:
        return
    for path in paths:
        pid = path.name.partition("-")[0]
        if pid.isdecimal() and not _runs_elsewhere(int(pid)) and not is_listening(path):
            try:
                path.unlink()
            except OSError:
                pass  # another process removed it first


def _runs_elsewhere(pid: int) -> bool:
    return pid != os.getpid() and is_running(pid)
