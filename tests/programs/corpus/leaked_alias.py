"""Jobs open clients with aliases of their own and let them go unclosed.

on: B D F
must: warning leaked alias x3 in job on B C D E
must: note ignored alias in job on F
note: unclosed client on F
note: false separation
options: --leak-after 0.3
"""

import gc
import sys
import time

from pymilvus import MilvusClient


def job(uri: str, number: int) -> None:
    MilvusClient(uri, alias=f"job-{number}").list_collections()


def main(uri: str) -> None:
    for number in range(3):
        job(uri, number)
    gc.collect()
    time.sleep(0.8)


if __name__ == "__main__":
    main(*sys.argv[1:])
