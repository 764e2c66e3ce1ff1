"""Which URIs are accepted, and that their secrets are not shown."""

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
def test_a_uri_that_a_client_accepts_is_accepted(uri: str) -> None:
    uris.check(uri)


@given(st.text())
def test_a_refusal_is_one_line(text: str) -> None:
    message = ""
    try:
        uris.check(text)
    except ValueError as error:
        message = str(error)
    assert len(message.splitlines()) <= 1


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
