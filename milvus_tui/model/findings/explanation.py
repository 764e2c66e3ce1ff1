"""What the dashboard says of one kind of finding, and of which releases it says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from milvus_tui.model.findings.titles import FindingGroup

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = (ERROR, WARNING, NOTE)
"""Worst first. An error: something broke, or reads and writes in the wrong place. A warning: a
leak, waste or danger. A note: worth knowing, and no alarm."""

GLYPHS = {ERROR: "✗", WARNING: "⚠", NOTE: "·"}
"""One for each severity, one cell wide: colour is never the only difference."""

GENERATIONS = {
    "A": "up to 2.5.9",
    "B": "2.5.10 – 2.5.11",
    "C": "2.5.12",
    "D": "2.5.13 – 2.6.6",
    "E": "2.6.7 – 2.6.9",
    "F": "from 2.6.10",
}
"""The releases that keep connections alike, by `wire.Target.generation`."""

AT_ONCE, LEAK, IDLE, BLOCKED = "at once", "leak", "idle", "blocked"
"""When a finding counts: at once, or after one of `severity.Thresholds`."""


@dataclass(frozen=True, slots=True)
class Variant:
    """What is different for one `detail` of a finding; an empty field changes nothing."""

    severity: str = ""
    seen: str = ""
    why: str = ""
    general: str = ""
    advice: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Explanation:
    """One kind of finding."""

    kind: str
    severity: str
    seen: str
    """What was seen, in a sentence."""
    why: str
    """Why it matters."""
    general: str
    """What to do, in releases without an entry in `advice`."""
    ends_when: str
    """When the finding ends."""
    advice: Mapping[str, str] = field(default_factory=dict)
    """What to do, by the generations of which the text is true, such as `DE`."""
    variants: Mapping[str, Variant] = field(default_factory=dict)
    """By a finding's detail."""
    returned: bool = False
    """Whether the finding's end is a return, as of something that was lent."""
    counts: str = AT_ONCE
    """When the finding counts: `AT_ONCE`, `LEAK`, `IDLE` or `BLOCKED`."""
    title: Callable[[FindingGroup], str] | None = None
    """Makes the title of findings of this kind; None where the kind is the title."""

    def title_of(self, group: FindingGroup) -> str:
        """The title of some findings: one line, without a full stop."""
        line = self.title(group) if self.title is not None else group.row.kind
        return " ".join(line.split()) or "Something is wrong"

    def why_of(self, detail: str) -> str:
        """Why a finding with this detail matters."""
        return self._variant(detail).why or self.why

    def advice_of(self, generation: str, detail: str) -> str:
        """What to do about a finding with this detail, in this generation of pymilvus."""
        variant = self._variant(detail)
        of_variant = advice_for(variant.advice, generation) or variant.general
        return of_variant or advice_for(self.advice, generation) or self.general

    def severity_of(self, detail: str) -> str:
        """The severity of a finding with this detail, where nothing else changes it."""
        return self._variant(detail).severity or self.severity

    def _variant(self, detail: str) -> Variant:
        return self.variants.get(detail, _NO_CHANGE)


_NO_CHANGE = Variant()


def advice_for(advice: Mapping[str, str], generation: str) -> str:
    """The entry for one generation; empty if there is none, or the generation is unknown."""
    if generation not in GENERATIONS:
        return ""
    return next((each for those, each in advice.items() if generation in those), "")
