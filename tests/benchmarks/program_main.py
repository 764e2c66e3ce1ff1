"""A program that does some work at each line on its standard input, and prints how long it took.

`program_main.py URI`: one client, and for each line so many calls and clients like a service's.
"""

from __future__ import annotations

import sys
import time

from pymilvus import MilvusClient

CALLS, CLIENTS = 50, 50

uri = sys.argv[1]
client = MilvusClient(uri)
client.list_collections()
sys.stdout.write("ready\n")
sys.stdout.flush()
for _ in sys.stdin:
    begin = time.perf_counter()
    for _ in range(CALLS):
        client.list_collections()
    for _ in range(CLIENTS):
        MilvusClient(uri)
    sys.stdout.write(f"{(time.perf_counter() - begin) * 1000}\n")
    sys.stdout.flush()
