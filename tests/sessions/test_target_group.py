"""Targets beside a first one: same server, another release, and all of them end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil
import pytest

from milvus_tui.sessions.lab_session import LabOptions, LabSession
from milvus_tui.sessions.target_group import TargetGroup
from tests import servers
from tests.labs import SECONDS, Lab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Server


@pytest.fixture
def first(lite: Server) -> Iterator[tuple[LabSession, TargetGroup]]:
    """A lab, and a group that opens targets beside it."""
    options = LabOptions(uri=lite.uri, interval=0.1, timeout=SECONDS)
    session = LabSession(options)
    target_group = TargetGroup(session, options)
    session.start()
    yield session, target_group
    target_group.stop()
    session.stop()


def test_another_release_uses_the_same_server(
    first: tuple[LabSession, TargetGroup], lite: Server
) -> None:
    servers.interpreter("2.6.10")
    session, target_group = first
    second = target_group.open("2.6.10")
    assert isinstance(second, LabSession)
    run = Lab(second)
    run.wait(lambda: not second.status, "the second target")
    assert second.snapshot.target[0].pymilvus == "2.6.10"
    assert second.snapshot.target[0].uri == session.uri == lite.uri
    run.settled(run.spawn(2), "works")


def test_all_opened_targets_end(first: tuple[LabSession, TargetGroup]) -> None:
    _, target_group = first
    opened = [target_group.open(""), target_group.open("installed")]
    for session in opened:
        assert isinstance(session, LabSession)
        Lab(session).wait(lambda session=session: not session.status, "a target")  # type: ignore[misc]
    ids = [session.snapshot.target[0].pid for session in opened]
    assert all(map(psutil.pid_exists, ids))
    running_at_end: list[bool] = []
    target_group.at_end(lambda: running_at_end.append(any(map(psutil.pid_exists, ids))))
    target_group.end(opened[0])
    assert [psutil.pid_exists(number) for number in ids] == [False, True]
    target_group.stop()
    assert running_at_end == [False]
    with pytest.raises(ValueError, match="exiting"):
        target_group.open("")


@pytest.mark.parametrize(("release", "why"), [("2.3.1", "too old"), ("x", "no release")])
def test_a_text_that_is_no_release_is_refused_at_once(
    first: tuple[LabSession, TargetGroup], release: str, why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        first[1].open(release)


@pytest.mark.parametrize(("uri", "why"), [("", "still starting"), ("./a.db", "use a server")])
def test_a_server_that_cannot_be_shared_is_named(uri: str, why: str) -> None:
    options = LabOptions(uri=uri)
    target_group = TargetGroup(LabSession(options), options)
    with pytest.raises(ValueError, match=why):
        target_group.open("")
