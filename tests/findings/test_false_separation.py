"""Connections on one socket: their title, severity and advice."""

from __future__ import annotations

from milvus_tui.model.findings.explanation import NOTE
from milvus_tui.wire import Kind
from tests.findings.reporting import advice, severity, title

KIND = Kind.FALSE_SEPARATION


def test_title() -> None:
    assert title(KIND, count=3) == "3 connections requested as separate share one socket"
    assert title(KIND) == "Connections requested as separate share one socket"


def test_severity() -> None:
    assert severity(KIND) == NOTE


def test_advice_is_for_the_release_at_hand() -> None:
    assert "no grpc_options" in advice(KIND, "D")
    assert "grpc.use_local_subchannel_pool" in advice(KIND, "F")
    assert "no grpc_options" not in advice(KIND, "F")
