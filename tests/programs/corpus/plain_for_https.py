"""An https:// client after an http:// one, to one server: it speaks plain text, from 2.6.10.

on: F 3.0.2
must: error plain text for https in main
"""

import sys

from pymilvus import MilvusClient


def main(uri: str) -> None:
    first = MilvusClient(uri, token="key")
    second = MilvusClient(uri.replace("http://", "https://"), token="key")
    first.list_collections()
    second.list_collections()
    second.close()
    first.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
