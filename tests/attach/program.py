"""A program to watch: carries out one order a line, and answers each."""

from __future__ import annotations

import os
import sys
from typing import Any

uri, when, probe = sys.argv[1], sys.argv[2], sys.argv[3] == "probe"
clients: list[Any] = []

if when == "first":
    import milvus_tui.agent

    milvus_tui.agent.start(probe=probe)

from pymilvus import MilvusClient  # noqa: E402

if when == "late":
    clients.append(MilvusClient(uri, user="early"))
    import milvus_tui.agent

    milvus_tui.agent.start(probe=probe)


def answer(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def fork() -> str:
    child = os.fork()
    if child == 0:
        mine = MilvusClient(uri, user="child")
        answer(f"child {os.getpid()}")
        sys.stdin.readline()  # the test's order to end
        mine.close()
        milvus_tui.agent.stop()
        os._exit(0)
    os.waitpid(child, 0)
    return "forked"


def carry_out(order: str) -> str:
    word, _, rest = order.partition(" ")
    if word == "make":
        clients.extend(MilvusClient(uri, user=rest) for _ in range(3))
    elif word == "close":
        clients[int(rest)].close()
    elif word == "list":
        return str(clients[int(rest)].list_collections())
    elif word == "stop":
        milvus_tui.agent.stop()
    elif word == "fork":
        return fork()
    return "done"


answer("ready")
for line in sys.stdin:
    answer(carry_out(line.strip()))
