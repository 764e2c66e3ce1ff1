"""Databases with a collection of five books each, for programs that read them."""

import os

from pymilvus import Collection, CollectionSchema, DataType, FieldSchema, connections, db

NAME = f"books_{os.getpid()}"


def shelve(uri: str, *databases: str) -> None:
    """Create databases that do not exist yet, and in each the collection `NAME`.

    The keys begin at 0 in the first database, at 100 in the second, and so on.
    """
    for number, database in enumerate(databases):
        connections.connect("shelves", uri=uri, user="shelves", password="shelves")
        if database not in db.list_database(using="shelves"):
            db.create_database(database, using="shelves")
        connections.disconnect("shelves")
        _fill(uri, database, 100 * number)


def _fill(uri: str, database: str, first: int) -> None:
    alias = f"shelves of {database}"
    connections.connect(alias, uri=uri, user="shelves", password="shelves", db_name=database)
    fields = [
        FieldSchema("id", DataType.INT64, is_primary=True),
        FieldSchema("vector", DataType.FLOAT_VECTOR, dim=2),
    ]
    books = Collection(NAME, CollectionSchema(fields), using=alias)
    books.create_index("vector", {"index_type": "FLAT", "metric_type": "L2", "params": {}})
    books.load()
    books.insert([[first + each for each in range(5)], [[each, 1.0] for each in range(5)]])
    connections.disconnect(alias)
