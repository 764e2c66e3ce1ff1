"""Refused calls: the server answered calls with an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from milvus_tui.agent.findings.differences import PASSWORD
from milvus_tui.agent.findings.failed_methods import FailedMethodsDetector
from milvus_tui.agent.hooks.call_tally import total
from milvus_tui.wire import FailureKind, Kind

if TYPE_CHECKING:
    from milvus_tui.agent.hooks.call_tally import CallTally, FailedCalls

LOGIN_CODES = ("UNAUTHENTICATED", "PERMISSION_DENIED", "1400", "1401")
"""gRPC's statuses, and Milvus's codes, for a login that is wrong or may not do this."""

LIMIT_CODES = ("RESOURCE_EXHAUSTED", "8", "9")
"""Milvus's codes 8 and 9: a rate limit, and writes that are denied by a quota."""

MANY = 10
"""Calls in a row that failed, without one that succeeded: then nothing of the program works."""

LOGIN, LIMIT, ALL = "login", "limit", "all"
"""Details; empty for a refusal that a correct program may expect."""


class RefusedCallsDetector(FailedMethodsDetector):
    """Reports refused calls by place, method and code."""

    kind = Kind.REFUSED_CALLS

    def detail(self, calls: "FailedCalls", tally: "CallTally") -> Optional[str]:
        """Return how grave the refusal is."""
        if calls.failure.kind != FailureKind.REFUSED:
            return None
        if calls.failure.code in LOGIN_CODES:
            return None if self._has_other_login(tally.number) else LOGIN
        if calls.failure.code in LIMIT_CODES:
            return LIMIT
        return ALL if total(tally.in_a_row) >= MANY else ""

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
