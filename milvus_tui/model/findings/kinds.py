"""Every kind of finding. All that is said of releases was measured: docs/releases.md."""

from __future__ import annotations

from importlib import import_module

from milvus_tui.model.findings import wrong_prediction
from milvus_tui.model.findings.explanation import WARNING, Explanation
from milvus_tui.wire import finding_kinds

UNKNOWN_KIND = Explanation(
    "",
    WARNING,
    "The agent reports a finding that this dashboard, an older one, does not know.",
    "This dashboard knows no more than what was seen.",
    "Look at the place in the code, and use a dashboard as new as the agent.",
    "When the agent says so.",
)
"""For kinds that a newer agent may send."""


def _explanation(kind: str) -> Explanation:
    """What the module of a kind's name says."""
    module = import_module(f"milvus_tui.model.findings.{finding_kinds.module_name(kind)}")
    explanation: Explanation = module.EXPLANATION
    return explanation


KINDS: dict[str, Explanation] = {
    **{kind: _explanation(kind) for kind in finding_kinds.KINDS},
    wrong_prediction.EXPLANATION.kind: wrong_prediction.EXPLANATION,
}
"""By kind, in the order of the documentation."""


def explanation_of(kind: str) -> Explanation:
    """What the dashboard says of a kind."""
    return KINDS.get(kind, UNKNOWN_KIND)
