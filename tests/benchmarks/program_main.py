"""A program that works at each line on its standard input, and prints the milliseconds it took.

`program_main.py URI`: one client; for each line it makes calls and clients as a service does.
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
