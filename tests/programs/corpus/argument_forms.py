"""One client at a time, with each form in which its arguments can be given.

on: A B C D E F 2.5.18 2.6.10 3.0.2
note: failed connection
"""

import sys
from typing import Any

from pymilvus import MilvusClient


class Configured(MilvusClient):  # type: ignore[misc]
    """A client whose arguments have other defaults."""

    def __init__(
        self, uri: str, token: str | None = None, user: str | None = None, **more: Any
    ) -> None:
        super().__init__(uri, token=token, user=user, **more)


# A line each: what is opened in one place, again and again, is a finding.
FORMS = (
    lambda uri: MilvusClient(uri=uri),
    lambda uri: MilvusClient(uri=uri, token=None),
    lambda uri: MilvusClient(uri=uri, user=None),
    lambda uri: MilvusClient(uri=uri, password=None),
    lambda uri: MilvusClient(uri=uri, user=None, password=None),
    lambda uri: MilvusClient(uri=uri, user=None, password=None, token=None, db_name=""),
    lambda uri: MilvusClient(uri=uri, alias=None),
    lambda uri: MilvusClient(uri=uri, alias=""),
    lambda uri: MilvusClient(uri=uri, db_name=None),
    lambda uri: MilvusClient(uri=uri, db_name="default"),
    lambda uri: MilvusClient(uri=uri, timeout=None),
    lambda uri: MilvusClient(uri=uri, user="", password="", token="", db_name=""),
    lambda uri: MilvusClient(uri=uri, user="root", password="Milvus"),
    lambda uri: MilvusClient(uri=uri, user="root", password="Milvus", token=None),
    lambda uri: MilvusClient(uri=uri, user="root", password="Milvus", token=""),
    lambda uri: MilvusClient(uri=uri, token="root:Milvus"),
    lambda uri: MilvusClient(uri=uri, token="root:Milvus", user=None, password=None),
    lambda uri: MilvusClient(uri, "", "", "", ""),
    lambda uri: MilvusClient(uri, "root", "Milvus"),
    lambda uri: MilvusClient(uri, None, None, "", None),
    lambda uri: MilvusClient(uri, "", "", "default", "root:Milvus", 10),
    lambda uri: MilvusClient(uri=uri.replace("://", "://root:Milvus@")),
    lambda uri: MilvusClient(uri=uri.replace("://", "://root:Milvus@"), token=None),
    lambda uri: MilvusClient(uri=uri.replace("http", "HTTP")),
    lambda uri: MilvusClient(uri=uri.replace("http", "tcp")),
    lambda uri: MilvusClient(uri=uri.replace("127.0.0.1", "LocalHost")),
    lambda uri: MilvusClient(uri=uri + "/"),
    lambda uri: MilvusClient(uri=uri + "/default"),
    lambda uri: MilvusClient(uri=uri, secure=False),
    lambda uri: Configured(uri, db_name=""),
    lambda uri: Configured(uri, token="root:Milvus"),
)


def main(uri: str) -> None:
    for form in FORMS:
        try:
            client = form(uri)
        except Exception:  # this release takes no such form
            continue
        try:
            client.list_collections()
        except Exception:
            pass  # as with a database called None
        client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
