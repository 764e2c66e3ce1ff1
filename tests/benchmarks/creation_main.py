"""A program that creates clients of a connection that is open, and drops them.

`creation_main.py URI`: for each line on its standard input it creates and drops many clients, and
prints the microseconds of processor time of its own thread that one took.
"""

from __future__ import annotations

import sys
import time

from pymilvus import MilvusClient

CLIENTS = 500
PAUSE = 0.001
"""Seconds after each client: the agent's thread gets to run, as in a program with work to do."""

uri = sys.argv[1]
kept = MilvusClient(uri)

sys.stdout.write("ready\n")
sys.stdout.flush()
for _ in sys.stdin:
    seconds = 0.0
    for _ in range(CLIENTS):
        begin = time.thread_time()
        MilvusClient(uri)
        seconds += time.thread_time() - begin
        time.sleep(PAUSE)
    sys.stdout.write(f"{seconds / CLIENTS * 1e6}\n")
    sys.stdout.flush()
