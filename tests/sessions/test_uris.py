"""Which URIs are accepted, and that no secret of one is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milvus_tui.sessions import uris


@pytest.mark.parametrize(
    "uri",
    [
        "http://localhost:19530",
        "http://localhost",
        "HTTPS://example.org:443/books",
        "tcp://127.0.0.1:19530",
        "http://[::1]:19530",
        "http://root:Milvus@localhost:19530",
        "https://sometoken@example.org",
        "unix:/run/milvus.sock",
        "unix:///run/milvus.sock",
        "./file.db",
        "file.db",
    ],
)
def test_what_a_client_takes_is_accepted(uri: str) -> None:
    uris.check(uri)


@given(st.text())
def test_whatever_is_refused_is_refused_in_one_line(text: str) -> None:
    said = ""
    try:
        uris.check(text)
    except ValueError as error:
        said = str(error)
    assert len(said.splitlines()) <= 1


@pytest.mark.parametrize(
    ("uri", "shown", "secrets"),
    [
        ("http://localhost:19530", "http://localhost:19530", ()),
        ("http://root:Milvus@localhost", "http://••••@localhost", ("Milvus",)),
        ("https://sometoken@example.org/db", "https://••••@example.org/db", ("sometoken",)),
        ("./file.db", "./file.db", ()),
    ],
)
def test_the_login_of_a_uri_is_masked(uri: str, shown: str, secrets: tuple[str, ...]) -> None:
    assert uris.masked(uri) == shown
    assert uris.secrets(uri) == secrets
