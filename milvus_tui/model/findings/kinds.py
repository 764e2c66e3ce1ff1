"""Every kind of finding. What is said of releases was measured with them: docs/releases.md."""

from __future__ import annotations

from milvus_tui.model.findings.bound import BOUND
from milvus_tui.model.findings.explanation import WARNING, Explanation
from milvus_tui.model.findings.kept import KEPT
from milvus_tui.model.findings.used import USED

WRONG_PREDICTION = "wrong prediction"
"""The only kind that the dashboard itself finds: `model.predicted`."""

_WRONG = Explanation(
    WRONG_PREDICTION,
    WARNING,
    "A close() broke others than the dashboard had said that it would break.",
    "The target does something that nobody who reads its wiring would expect.",
    "Look at the events around the close: another thread may have made or closed a client in the "
    "same moment. If none did, this release does what milvus-tui does not know: please report it.",
    "Never: what happened stays.",
)

UNHEARD = Explanation(
    "",
    WARNING,
    "The agent saw something for which this dashboard, an older one, has no words.",
    "What was seen says all that is known of it here.",
    "Look at the place in the code, and use a dashboard as new as the agent.",
    "When the agent says so.",
)
"""For kinds that a newer agent may send."""

KINDS = {words.kind: words for words in (*USED, *BOUND, *KEPT, _WRONG)}
"""By kind, in the order of the documentation."""


def words_of(kind: str) -> Explanation:
    """What can be said of a kind."""
    return KINDS.get(kind, UNHEARD)
