"""A wrong password beside a client with the right one: accepted, from 2.5.13 to 2.6.9.

on: C D E F
servers: login
must: warning unchecked password in main on D E
must: error failed connection in main on C F
note: unclosed client
note: ignored settings
"""

import sys
from typing import Any

from pymilvus import MilvusClient


def main(uri: str) -> list[Any]:
    good = MilvusClient(uri, user="root", password="Milvus")
    good.list_collections()
    kept = [good]
    try:
        kept.append(MilvusClient(uri, user="root", password="not-the-one", timeout=2))
        kept[-1].list_collections()
    except Exception as error:
        sys.stdout.write(f"refused: {type(error).__name__}\n")
    return kept


if __name__ == "__main__":
    to_the_end = main(*sys.argv[1:])
