"""The alias `default` is connected to one server, and then, without a disconnect(), to another.

on: A D F
servers: two
must: error failed connection in second and first
"""

import sys

from pymilvus import connections, utility


def first(uri: str) -> None:
    connections.connect(uri=uri)


def second(uri: str) -> None:
    try:
        connections.connect(uri=uri)
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")
    else:
        raise SystemExit("the alias was connected twice")


def main(uri: str, other: str) -> None:
    first(uri)
    second(other)
    utility.list_collections()
    connections.disconnect("default")


if __name__ == "__main__":
    main(*sys.argv[1:])
