"""Where calls go, and which database the code that looks an alias up was asked for."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from milvus_tui.agent.hooks.alias_lookups import requested_database
from milvus_tui.agent.hooks.destinations import Destination
from milvus_tui.agent.hooks.missing_databases import context_positions


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("127.0.0.1:19530", True),
        ("LOCALHOST:19530", True),
        ("[::1]:19530", True),
        ("localhost:19531", False),
        ("milvus:19530", False),
    ],
)
def test_a_local_server_has_many_names(address: str, same: bool) -> None:
    assert Destination("localhost:19530", "books").is_same(Destination(address, "books")) is same


def test_databases_are_told_apart() -> None:
    assert not Destination("a:1", "books").is_same(Destination("a:1", "films"))


def found(*_: Any) -> str:
    return requested_database(sys._getframe(1))


def by_name(database: str) -> str:
    return found(database)


def by_option(*, db_name: str = "books") -> str:
    return found(db_name)


def by_dict(connection_args: dict[str, Any]) -> str:
    return found(connection_args)


def by_caller(database_name: str) -> str:
    return by_address("localhost", database_name)


def by_address(host: str, _: str) -> str:
    return found(host)


def test_a_parameter_names_the_database() -> None:
    assert by_name("books") == by_option() == by_caller("books") == "books"
    assert by_dict({"host": "localhost", "db_name": "books"}) == "books"


def test_nothing_else_is_taken_for_a_database() -> None:
    looped: dict[str, Any] = {"debug": "books", "db": None, "password": "books"}
    looped["self"] = looped
    assert by_dict(looped) == ""
    assert by_address("books", "") == ""


class Connection:
    """Methods as connections have them."""

    def search(self, collection_name: str, limit: int, context: Any = None) -> None: ...

    def list_aliases(self, collection_name: str, context: Any = None, **_: Any) -> None: ...

    def grant(self, collection_name: str, db_name: str, context: Any = None) -> None: ...

    def create_user(self, user: str, context: Any = None) -> None: ...

    def before_contexts(self, collection_name: str) -> None: ...

    def _private(self, collection_name: str, context: Any = None) -> None: ...


def test_calls_about_a_collection_need_a_context() -> None:
    assert context_positions([Connection]) == {"search": 2, "list_aliases": 1}
