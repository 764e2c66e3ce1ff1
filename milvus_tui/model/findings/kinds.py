"""Every kind of finding. All that is said of releases was measured: docs/releases.md."""

from __future__ import annotations

from milvus_tui.model.findings import (
    collateral_close,
    false_separation,
    held_up,
    hijacked_alias,
    idle_connection,
    ignored_alias,
    leaked_alias,
    moved_to_another_database,
    never_ready,
    plain_text_for_https,
    revived_client,
    short_lived_connections,
    unchecked_password,
    unclosed_client,
    used_after_close,
    used_after_fork,
    wrong_event_loop,
    wrong_prediction,
)
from milvus_tui.model.findings.explanation import WARNING, Explanation

MODULES = (
    collateral_close,
    used_after_close,
    revived_client,
    moved_to_another_database,
    used_after_fork,
    wrong_event_loop,
    hijacked_alias,
    plain_text_for_https,
    unchecked_password,
    never_ready,
    held_up,
    ignored_alias,
    false_separation,
    leaked_alias,
    unclosed_client,
    idle_connection,
    short_lived_connections,
    wrong_prediction,
)
"""In the order of the documentation."""

UNKNOWN_KIND = Explanation(
    "",
    WARNING,
    "The agent reports a finding that this dashboard, an older one, does not know.",
    "This dashboard knows no more than what was seen.",
    "Look at the place in the code, and use a dashboard as new as the agent.",
    "When the agent says so.",
)
"""For kinds that a newer agent may send."""

KINDS: dict[str, Explanation] = {module.EXPLANATION.kind: module.EXPLANATION for module in MODULES}
"""By kind, in the order of the documentation."""


def explanation_of(kind: str) -> Explanation:
    """What the dashboard says of a kind."""
    return KINDS.get(kind, UNKNOWN_KIND)
