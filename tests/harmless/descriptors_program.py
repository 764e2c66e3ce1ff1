"""Closes every descriptor, as a daemon does, and then opens files and sockets of its own.

Each round starts the agent anew. What arrives in the program's own files and sockets, and whether
they stay open, is compared with what the program wrote. Prints what was wrong, or `untouched`.

Arguments: the number of rounds, and the highest descriptor that is closed.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
import threading
import time
from typing import TYPE_CHECKING, BinaryIO

import milvus_tui.agent

if TYPE_CHECKING:
    from collections.abc import Iterator

OWN = 12
"""Pairs of sockets, and files, that a round opens."""


def main(rounds: int, highest: int) -> None:
    wrong = [problem for number in range(rounds) for problem in one_round(number, highest)]
    while any(thread.name.startswith("milvus-tui-") for thread in threading.enumerate()):
        time.sleep(0.01)
    sys.stdout.write("\n".join(wrong[:5]) or "untouched")


def one_round(number: int, highest: int) -> list[str]:
    milvus_tui.agent.start()
    if number % 2:
        time.sleep(0.001)  # the agent's threads may be within a call
    os.closerange(3, highest)
    pairs = [socket.socketpair() for _ in range(OWN)]
    files: list[BinaryIO] = [tempfile.TemporaryFile() for _ in range(OWN)]  # noqa: SIM115
    for index, file in enumerate(files):
        file.write(b"%d" % index)
        file.flush()
    milvus_tui.agent.stop()
    try:
        return list(problems(pairs, files))
    finally:
        for pair in pairs:
            for end in pair:
                end.close()
        for file in files:
            file.close()


def problems(
    pairs: list[tuple[socket.socket, socket.socket]], files: list[BinaryIO]
) -> Iterator[str]:
    """What is wrong with the program's own sockets and files."""
    for index, (one, other) in enumerate(pairs):
        try:
            one.sendall(b"%d" % index)
            if other.recv(100) != b"%d" % index:
                yield f"socket {index} got something else"
        except OSError as error:
            yield f"socket {index}: {error}"
    for index, file in enumerate(files):
        try:
            file.seek(0)
            if file.read() != b"%d" % index:
                yield f"file {index} holds something else"
        except (OSError, ValueError) as error:
            yield f"file {index}: {error}"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
