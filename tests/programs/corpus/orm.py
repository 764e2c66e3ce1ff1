"""The ORM's connections: one that is disconnected, and the default one, kept to the end.

on: A D F
"""

import sys

from pymilvus import connections, utility


def main(uri: str) -> None:
    connections.connect("reports", uri=uri)
    utility.list_collections(using="reports")
    connections.disconnect("reports")
    connections.connect("default", uri=uri)
    utility.list_collections()


if __name__ == "__main__":
    main(*sys.argv[1:])
