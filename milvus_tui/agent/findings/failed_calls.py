"""Failed calls: pymilvus raised for a call that no server refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from milvus_tui.agent.findings.failed_methods import FailedMethodsDetector
from milvus_tui.wire import FailureKind, Kind

if TYPE_CHECKING:
    from milvus_tui.agent.hooks.call_tally import CallTally, FailedCalls

TIMEOUT = "timeout"
"""Detail where the calls reached their deadline, while others were answered."""

_OTHER_FINDINGS = ("different loop", "Event loop is closed", "should create connection")
"""Parts of the messages of faults that are findings of their own."""


class FailedCallsDetector(FailedMethodsDetector):
    """Reports the program's own mistakes, and timeouts that are no outage."""

    kind = Kind.FAILED_CALLS

    def detail(self, calls: "FailedCalls", tally: "CallTally") -> Optional[str]:
        """Return what failed: the arguments, or the call took too long."""
        failure = calls.failure
        if failure.kind == FailureKind.MISTAKE:
            return None if any(each in failure.text for each in _OTHER_FINDINGS) else ""
        slow = failure.kind == FailureKind.TIMED_OUT and not tally.had_outage
        return TIMEOUT if slow else None

    def text(self, calls: "FailedCalls", site: str) -> str:
        """Return which call failed, where, and with which exception."""
        failure = calls.failure
        return f"{calls.method}() raised {failure.code} in {site}: {failure.text}"
