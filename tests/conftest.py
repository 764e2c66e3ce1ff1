"""Fixtures that every folder of tests may ask for."""

from __future__ import annotations

import os
import signal
import socket
import traceback
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests import servers
from tests.programs import summary
from tests.reported import closing_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from _pytest.terminal import TerminalReporter


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """The closing lines. Only here this hook is known to a run of many processes."""
    summary.print_corpus(terminalreporter)
    closing_lines.print_reported(terminalreporter)


# How long an example takes says more of the machine's other work than of ours.
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")


# A shell starts its background jobs with SIGINT ignored, and every program that a test starts would
# inherit that: one that ends by SIGINT, as flask's reloader does, would never end.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


_forks: list[str] = []
os.register_at_fork(before=lambda: _forks.append("".join(traceback.format_stack(limit=8))))


@pytest.fixture(autouse=True)
def no_fork() -> Iterator[None]:
    """Fail a test that forks the tests' process.

    gRPC's threads live in that process once a test has imported pymilvus. A child that is forked
    from it may hang in gRPC's fork handlers. Terminals are started by `PseudoTerminal`, and other
    programs by `subprocess` without `preexec_fn`: neither forks.
    """
    yield
    forks = _forks.copy()
    _forks.clear()
    assert not forks, f"the tests' process was forked:\n{forks[0]}"


@pytest.fixture(scope="session")
def lite() -> Iterator[servers.Server]:
    """A Milvus Lite server, shared by all tests: leave its default database as it was."""
    with servers.lite_server() as server:
        yield server


@pytest.fixture(scope="session")
def untidy_lite() -> Iterator[servers.Server]:
    """A Milvus Lite server for whole programs, which may leave collections behind."""
    with servers.lite_server() as server:
        yield server


@pytest.fixture(scope="session")
def second_lite() -> Iterator[servers.Server]:
    """Another such server."""
    with servers.lite_server() as server:
        yield server


@pytest.fixture(scope="session")
def standalone() -> Iterator[servers.Server]:
    """A Milvus 2.3.5 standalone server with authentication (`root:Milvus`), shared by all."""
    if reason := servers.why_no_standalone():
        pytest.skip(reason)
    with servers.standalone_server() as server:
        yield server


@pytest.fixture(params=["lite", "standalone"])
def server(request: pytest.FixtureRequest) -> servers.Server:
    """Each of the two servers in turn."""
    found: servers.Server = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=servers.RELEASES)
def release_python(request: pytest.FixtureRequest) -> Path:
    """An interpreter with each pymilvus release in turn."""
    return servers.interpreter(request.param)


@pytest.fixture
def runtime_dir(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory for agents' sockets that is this test's own, short enough for a socket."""
    folder = tmp_path_factory.mktemp("r")
    monkeypatch.setenv("MILVUS_TUI_RUNTIME_DIR", str(folder))
    return folder


@pytest.fixture
def unused_port() -> Iterator[int]:
    """A port of 127.0.0.1 that refuses connections for as long as the test runs."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound and not listening: nobody else gets it
        yield unused.getsockname()[1]
