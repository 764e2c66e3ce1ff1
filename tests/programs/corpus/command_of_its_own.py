"""Starts another Python program, which leaves an alias behind.

on: D F
must: warning leaked alias in job on D
must: note ignored alias in job on F
note: unclosed client on F
note: idle connection on F
options: --leak-after 0.3
"""

import subprocess
import sys
import time


def job(uri: str) -> None:
    from pymilvus import MilvusClient

    MilvusClient(uri, alias="job").list_collections()


if __name__ == "__main__":
    if sys.argv[2:]:
        job(sys.argv[1])
        time.sleep(0.6)
    else:
        sys.exit(subprocess.call([sys.executable, __file__, sys.argv[1], "job"]))
