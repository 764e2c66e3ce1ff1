"""A program whose clocks jump by an hour at each step: `python clocks_program.py URI HOW`.

HOW: `real` for clocks that go as they do, or `freezegun`, which stops them.
"""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

import freezegun
from pymilvus import MilvusClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HOUR = 3_600.0


@contextlib.contextmanager
def clocks(how: str) -> Iterator[Callable[[float], Any]]:
    """Change the clocks. Yields a function that lets them jump by some seconds."""
    if how == "real":
        yield lambda seconds: None
    else:
        with freezegun.freeze_time("2001-09-09") as frozen:
            yield frozen.tick


def work(uri: str, jump: Callable[[float], Any]) -> None:
    for number in range(12):
        client = MilvusClient(uri, alias=f"short-{number}")
        jump(HOUR)
        client.close()
    one, two = MilvusClient(uri), MilvusClient(uri)
    one.close()
    jump(-2 * HOUR)
    with contextlib.suppress(Exception):
        two.list_collections()
    MilvusClient(uri, alias="leaks")
    jump(HOUR)


def main(uri: str, how: str) -> None:
    with clocks(how) as jump:
        work(uri, jump)


if __name__ == "__main__":
    main(*sys.argv[1:])
