"""A subclass with `with`, and a method of its own beside close().

on: D F
"""

import sys
from typing import Any

from pymilvus import MilvusClient


class Store(MilvusClient):  # type: ignore[misc]
    def __init__(self, uri: str, **options: Any) -> None:
        super().__init__(uri=uri, **options)
        self.calls = 0

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def names(self) -> list[str]:
        self.calls += 1
        return list(self.list_collections())


def main(uri: str) -> None:
    with Store(uri) as store:
        store.names()


if __name__ == "__main__":
    main(*sys.argv[1:])
