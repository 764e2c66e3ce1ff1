"""A constructor without timeout=, of a server that is not there: it never returns.

on: 2.6.10
must: error hanging connection in connect
"""

import contextlib
import signal
import socket
import sys

from pymilvus import MilvusClient

SECONDS = 4.5


class GivenUp(BaseException):
    """Ctrl+C, as it were."""


def give_up(*_: object) -> None:
    raise GivenUp


def connect(uri: str) -> None:
    MilvusClient(uri)


def main(_: str) -> None:
    signal.signal(signal.SIGALRM, give_up)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound and not listening: refuses
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        with contextlib.suppress(GivenUp):
            connect(f"http://127.0.0.1:{unused.getsockname()[1]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
