"""A program that looks an alias of the ORM up, as each call of the ORM does first.

`orm_call_main.py URI`: for each line on its standard input it looks the alias up many times, and
prints the microseconds of processor time that one look-up took.
"""

from __future__ import annotations

import sys
import time

from pymilvus import connections, utility

LOOKUPS = 100_000

connections.connect("default", uri=sys.argv[1])
look_up = utility._get_connection
look_up("default")
sys.stdout.write("ready\n")
sys.stdout.flush()
for _ in sys.stdin:
    begin = time.thread_time()
    for _ in range(LOOKUPS):
        look_up("default")
    sys.stdout.write(f"{(time.thread_time() - begin) / LOOKUPS * 1e6}\n")
    sys.stdout.flush()
