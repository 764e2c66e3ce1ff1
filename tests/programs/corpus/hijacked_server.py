"""An alias used twice, for two servers: the second client reads and writes on the first one's.

on: B D E F
servers: two
must: error hijacked alias in main on D E
must: error failed connection in main on B
note: collateral close on D E
must: note ignored alias x1 in main on F
must: note ignored alias x1 in main on F
"""

import sys

from pymilvus import MilvusClient


def main(uri: str, other: str) -> None:
    first = MilvusClient(uri, alias="store")
    try:
        second = MilvusClient(other, alias="store")
    except Exception as error:
        sys.stdout.write(f"refused: {type(error).__name__}\n")
    else:
        second.list_collections()
        second.close()
    first.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
