"""A service: prints, takes orders from one named pipe, and answers by another."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

uri, orders, answers = sys.argv[1:4]
clients: list[Any] = []


def make() -> None:
    from pymilvus import MilvusClient

    clients.extend(MilvusClient(uri) for _ in range(3))


def tidy(number: int, _frame: object) -> None:
    sys.stdout.write(f"tidied up after {signal.Signals(number).name}\n")
    sys.stdout.flush()
    sys.exit(9)


def carry_out(order: str) -> str:
    word, _, rest = order.partition(" ")
    if word == "make":
        make()
    elif word == "close":
        clients[int(rest)].close()
    elif word == "list":
        try:
            return str(clients[int(rest)].list_collections())
        except Exception as error:
            return type(error).__name__
    elif word == "print":
        sys.stdout.write(rest + "\n")
        sys.stdout.flush()
    elif word == "warn":
        sys.stderr.write(rest + "\n")
    elif word == "handle":
        signal.signal(getattr(signal, rest), tidy)
    elif word == "ignore":
        signal.signal(getattr(signal, rest), signal.SIG_IGN)
    elif word == "exit":
        sys.exit(int(rest))
    return "done"


sys.stdout.write(f"service {os.getpid()} is ready\n")
sys.stdout.flush()
with Path(orders).open() as told, Path(answers).open("w") as answer:
    for line in told:
        answer.write(carry_out(line.strip()) + "\n")
        answer.flush()
