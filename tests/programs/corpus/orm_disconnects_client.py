"""The ORM is used through a client's alias, and disconnected: the client has no connection.

on: A D
must: error collateral close in report
"""

import sys

from pymilvus import MilvusClient, MilvusException, connections, utility


def report(alias: str) -> None:
    utility.list_collections(using=alias)
    connections.disconnect(alias)


def main(uri: str) -> None:
    client = MilvusClient(uri)
    report(client._using)
    try:
        client.list_collections()
    except MilvusException:
        pass
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
