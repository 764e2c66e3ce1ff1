"""A program that calls `list_collections` of a client, with the server's recorded answer.

`client_call_main.py URI [fail]`: for each line on its standard input it makes many calls, and
prints the microseconds of processor time that one took. The remote call is answered from a record,
since its own time varies more than what is measured here. With `fail`, each call raises.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import time
from typing import Any

from pymilvus import MilvusClient

CALLS = 5_000

logging.disable()
fail = sys.argv[2:] == ["fail"]
client = MilvusClient(sys.argv[1])
client.list_collections()
stub = client._get_connection()._stub
answers: list[Any] = []


def record(request: Any, original: Any = stub.ShowCollections, **settings: Any) -> Any:
    answers.append(original(request, **settings))
    return answers[-1]


stub.ShowCollections = record
client.list_collections()
(answer,) = answers
if fail:
    answer.status.code, answer.status.reason, answer.status.error_code = 100, "none such", 4
stub.ShowCollections = lambda request, **settings: answer

sys.stdout.write("ready\n")
sys.stdout.flush()
for _ in sys.stdin:
    begin = time.thread_time()
    for _ in range(CALLS):
        with contextlib.suppress(Exception):
            client.list_collections()
    sys.stdout.write(f"{(time.thread_time() - begin) / CALLS * 1e6}\n")
    sys.stdout.flush()
