"""A call is tried first, and the alias connected once the call has failed: worth a note.

on: D F
must: note alias not connected in ready
"""

import sys

from pymilvus import MilvusException, connections, utility


def ready(uri: str) -> None:
    try:
        utility.list_collections()
    except MilvusException:
        connections.connect(uri=uri)


def main(uri: str) -> None:
    ready(uri)
    utility.list_collections()
    connections.disconnect("default")


if __name__ == "__main__":
    main(*sys.argv[1:])
