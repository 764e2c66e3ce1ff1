"""Refused calls: the server answered calls with an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, Optional, Tuple

from milvus_tui.agent.findings.detector_base import Sources
from milvus_tui.agent.findings.differences import PASSWORD
from milvus_tui.agent.findings.failed_methods import FailedMethodsDetector
from milvus_tui.agent.hooks.call_tally import total
from milvus_tui.wire import FailureKind, Kind

if TYPE_CHECKING:
    from milvus_tui.agent.hooks.call_tally import CallTally, FailedCalls
    from milvus_tui.agent.state.alias_groups import ClientRecord

LOGIN_CODES = ("UNAUTHENTICATED", "PERMISSION_DENIED", "1400", "1401")
"""gRPC's statuses, and Milvus's codes, for a login that is wrong or may not do this."""

LIMIT_CODES = ("RESOURCE_EXHAUSTED", "8", "9")
"""Milvus's codes 8 and 9: a rate limit, and writes that are denied by a quota."""

MANY = 10
"""Calls in a row that failed, without one that succeeded: then nothing of the program works."""

MOST_NONES = 200
"""Connections with the text `None` as their login that are remembered, the latest."""

LOGIN, NONE, LIMIT, ALL = "login", "none", "limit", "all"
"""Details; empty for a refusal that a correct program may expect. `NONE`: the login that was
refused is the text `None`."""


class RefusedCallsDetector(FailedMethodsDetector):
    """Reports refused calls by place, method and code."""

    kind = Kind.REFUSED_CALLS

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._nones: Dict[int, Tuple[int, str]] = {}
        """By connection whose login is the text `None`: where a client gave None, and in words."""

    def created(self, record: "ClientRecord", at: float) -> None:
        """Remember a client for which pymilvus made a login of the text `None`."""
        info = record.group.connection_info
        if info is None or not record.requested.sent_none(info.secret):
            return
        words = f"; {record.requested.nones} was sent as the text “None”"
        self._nones.setdefault(info.number, (record.row.place, words))
        if len(self._nones) > MOST_NONES:
            del self._nones[next(iter(self._nones))]

    def detail(self, calls: "FailedCalls", tally: "CallTally") -> Optional[str]:
        """Return how grave the refusal is."""
        if calls.failure.kind != FailureKind.REFUSED:
            return None
        if calls.failure.code in LOGIN_CODES:
            if self._has_other_login(tally.number):
                return None
            return NONE if tally.number in self._nones else LOGIN
        if calls.failure.code in LIMIT_CODES:
            return LIMIT
        return ALL if total(tally.in_a_row) >= MANY else ""

    def culprit(self, detail: str, tally: "CallTally") -> Tuple[int, str]:
        """Return where None was given as a login, and in which arguments."""
        return self._nones.get(tally.number, (0, "")) if detail == NONE else (0, "")

    def _has_other_login(self, connection: int) -> bool:
        """Whether a client of the connection requested another login: a finding of its own."""
        groups = [group for group in self._clients.groups() if group.connection == connection]
        records = [self._clients.record(key) for group in groups for key in group.ids()]
        return any(
            record is not None and not {LOGIN, PASSWORD}.isdisjoint(record.row.differs)
            for record in records
        )

    def text(self, calls: "FailedCalls", site: str) -> str:
        """Return which call was refused, where, and why."""
        code, why = calls.failure.code, calls.failure.text
        return f"the server refused {calls.method}() with {code} in {site}: {why}"
