"""Which proxy gRPC takes, and how its errors show that it asked one."""

from __future__ import annotations

import pytest

from milvus_tui.agent.findings.proxy_in_use import VARIABLES, asked, proxy_of

SERVER = "127.0.0.1:19530"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def test_the_first_variable_that_is_set_counts() -> None:
    environment = {"http_proxy": "http://one:1", "https_proxy": "http://user:secret@two:2"}
    assert proxy_of(environment) == ("https_proxy", "two", 2)
    assert proxy_of({"http_proxy": "http://one"}).address == "one:80"
    assert proxy_of({"http_proxy": "http://one:port"}).host == ""
    assert proxy_of({}).host == ""


@pytest.mark.parametrize(
    "text",
    [
        "UNKNOWN: ipv4:10.0.0.9:3128: Failed to connect to remote host: Connection refused",
        "errors resolving proxy.example:3128: [address lookup failed]",
        "UNKNOWN: ipv4:127.0.0.1:3128: HTTP proxy returned response code 403",
    ],
)
def test_an_error_of_the_proxy_shows_that_it_was_asked(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked(text, SERVER) == ""
    monkeypatch.setenv("http_proxy", "http://user:secret@proxy.example:3128")
    assert asked(text, SERVER) == "http_proxy names proxy.example:3128"


def test_an_error_of_the_server_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    refused = "UNKNOWN: ipv4:127.0.0.1:19530: Failed to connect to remote host: Connection refused"
    assert asked(refused, SERVER) == ""
    assert asked("the channel is CONNECTING", SERVER) == ""
