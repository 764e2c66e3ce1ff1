"""The ORM is given the name that a client has for its own connection.

on: 2.6.10 3.0.2
must: error alias not connected in look
"""

import sys

from pymilvus import Collection, MilvusClient, MilvusException


def look(client: MilvusClient) -> None:
    try:
        Collection("none_such", using=client._using)
    except MilvusException:
        pass


def main(uri: str) -> None:
    client = MilvusClient(uri)
    look(client)
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
