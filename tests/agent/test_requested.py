"""What a constructor call requests: an address, a database, and a login that is never kept."""

from __future__ import annotations

import pytest

from milvus_tui.agent import masking
from milvus_tui.agent.hooks.requested import UNKNOWN, read


@pytest.mark.parametrize(
    ("uri", "address", "secure", "database"),
    [
        ("http://localhost:19530", "localhost:19530", False, ""),
        ("http://LocalHost:19530/", "localhost:19530", False, ""),
        ("tcp://db", "db:19530", False, ""),
        ("https://db.example.org", "db.example.org:443", True, ""),
        ("http://db:1/books", "db:1", False, "books"),
        ("./file.db", "", False, ""),
        ("unix:/tmp/milvus.sock", "", False, ""),
        ("http://[::1]:19530", "::1:19530", False, ""),
        ("http://db:port", "", False, ""),
        ("ftp://nowhere", "", False, ""),
    ],
)
def test_address_security_and_database_of_a_uri(
    uri: str, address: str, secure: bool, database: str
) -> None:
    found = read((uri,), {})
    assert (found.address, found.secure, found.database) == (address, secure, database)


def test_the_default_is_the_local_server() -> None:
    assert read((), {}).address == "localhost:19530"


def test_arguments_by_position_and_by_name_are_the_same() -> None:
    by_position = read(("http://db:1", "ann", "secret-pw", "books", "", 3.0), {})
    by_name = read((), {"uri": "http://db:1", "user": "ann", "password": "secret-pw", "timeout": 3})
    assert by_position == by_name._replace(database="books")


def test_db_name_overrides_the_database_of_the_uri() -> None:
    assert read(("http://db:1/books",), {"db_name": "music"}).database == "music"


def test_secure_is_a_parameter_too() -> None:
    assert read(("http://db:1",), {"secure": True}).secure


def test_a_login_has_one_fingerprint_in_every_form() -> None:
    token = read((), {"token": "ann:secret-pw"})
    pair = read((), {"user": "ann", "password": "secret-pw"})
    in_uri = read(("http://ann:secret-pw@db:1",), {})
    assert token.secret == pair.secret == in_uri.secret != ""
    assert token.user == pair.user == in_uri.user != ""
    assert token.secret == masking.login_fingerprints("ann:secret-pw")[1]


def test_another_password_changes_the_fingerprint_of_the_login_only() -> None:
    right = read((), {"user": "ann", "password": "right-pw"})
    wrong = read((), {"user": "ann", "password": "wrong-pw"})
    assert right.user == wrong.user
    assert right.secret != wrong.secret


def test_a_user_without_a_password_is_no_login() -> None:
    assert read((), {"user": "ann"}).secret == ""


def test_a_lone_user_in_the_uri_is_ambiguous() -> None:
    """Up to 2.6.9 a lone user is no login, from 2.6.10 a token."""
    assert read(("http://ann@db:1",), {}).secret == UNKNOWN


@pytest.mark.parametrize(
    "parameters",
    [
        {"token": "token-4711"},
        {"user": "ann", "password": "token-4711"},
        {"uri": "http://ann:token-4711@db:1"},
        {"alias": "http://db-ann:token-4711@x"},
    ],
)
def test_no_secret_is_kept(parameters: dict[str, str]) -> None:
    assert "token-4711" not in repr(read((), parameters)._replace(alias=""))


def test_values_that_are_no_text_count_as_absent() -> None:
    found = read((), {"uri": 7, "user": None, "db_name": object(), "alias": 1})
    assert (found.address, found.database, found.alias) == ("", "", "")


@pytest.mark.parametrize(
    ("given", "nones"),
    [
        ({"token": None}, "token=None"),
        ({"user": None, "password": None}, "user=None and password=None"),
        ({"user": "ann", "password": "secret-pw", "token": None}, "token=None"),
    ],
)
def test_none_is_a_login_if_it_is_sent_as_text(given: dict[str, str | None], nones: str) -> None:
    """As up to 2.6.9. Later, nothing is sent."""
    found = read((), given)
    assert (found.sent_none(found.secret_as_text), found.nones) == (True, nones)
    assert not found.sent_none(found.secret)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"token": ""},
        {"user": "", "password": None},
        {"user": None, "password": None, "token": "ann:secret-pw"},
    ],
)
def test_none_beside_a_login_that_counts_is_not_sent(given: dict[str, str | None]) -> None:
    found = read((), given)
    assert not found.sent_none(found.secret_as_text)
