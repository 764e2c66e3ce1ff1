"""Settings that another client displaced: the title, severity and advice; what is compared."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from milvus_tui.agent.connection_settings import ignored, of_handler, options, requested
from milvus_tui.model.findings.explanation import NOTE, WARNING
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title, title_of_several

if TYPE_CHECKING:
    from pathlib import Path

KIND = Kind.IGNORED_SETTINGS


def test_title() -> None:
    assert title(KIND, "tls", client=3) == (
        "c3 has a connection that was made without its TLS files"
    )
    assert title_of_several(KIND, "options", affected=((6, 8),)) == (
        "3 clients have a connection that was made without their gRPC options"
    )


def test_severity() -> None:
    assert (severity(KIND, "tls"), severity(KIND, "options")) == (WARNING, WARNING)
    assert severity(KIND, "timeout") == NOTE


def test_advice_is_for_the_release_at_hand() -> None:
    assert "its own alias=" in advice(KIND, "D", "options")
    assert "dedicated=True" in advice(KIND, "F", "tls")


def names(wanted: dict[str, Any], *, first: dict[str, Any] | None, made: Any = ()) -> list[str]:
    """What is ignored of a client's arguments.

    Args:
        wanted: the arguments.
        first: those of the client that opened the connection; None if it was not seen.
        made: the options of the channel.
    """
    in_effect = [each for each in options(made) if each is not None]
    opener = None if first is None else requested(first)
    return [each.name for each in ignored(requested(wanted), in_effect, opener)]


def test_equal_values_are_in_effect() -> None:
    option = {"grpc_options": {"grpc.enable_retries": True}}
    assert names(option, first={}, made=[("grpc.enable_retries", 1)]) == []
    assert names(option, first=option) == [], "the release ignores it, whoever gives it"
    assert names(option, first={}) == ["grpc_options grpc.enable_retries"]
    assert names({"timeout": 10}, first={}) == [], "what pymilvus takes without a timeout"
    assert names({"timeout": 10}, first={"timeout": 10.0}) == []
    assert names({"timeout": 3}, first={"timeout": 10.0}) == ["timeout"]


def test_nothing_is_said_of_what_was_not_seen() -> None:
    assert names({"timeout": 3, "keep_alive": True}, first=None) == []
    assert names({"timeout": None, "grpc_options": None, "server_name": ""}, first={}) == []


def test_a_file_is_the_same_by_any_spelling_of_its_path(tmp_path: Path) -> None:
    pem = tmp_path / "ca.pem"
    pem.write_text("a certificate")
    (tmp_path / "link.pem").symlink_to(pem)
    first = {"server_pem_path": str(pem)}
    for path in (str(pem), f"{tmp_path}/./ca.pem", pem, tmp_path / "link.pem"):
        assert names({"server_pem_path": path}, first=first) == []
    assert names({"server_pem_path": os.path.devnull}, first=first) == ["server_pem_path"]


def test_a_connection_tells_what_it_was_made_with(tmp_path: Path) -> None:
    class Handler:
        _server_pem_path = str(tmp_path / "ca.pem")
        _server_name = "localhost"

    wanted = requested({"server_pem_path": tmp_path / "ca.pem", "server_name": "localhost"})
    assert of_handler(Handler()) == wanted


def test_no_value_shows_a_secret_or_a_folder() -> None:
    proxy = "http://user:hunter2@proxy"
    given = {"ca_pem_path": "/secret/ca.pem", "grpc_options": {"grpc.http_proxy": proxy}}
    shown = str(requested(given))
    assert "hunter2" not in shown
    assert "secret" not in shown
