"""What can be said of one kind of finding, and of which releases it is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = (ERROR, WARNING, NOTE)
"""Worst first. Something broke, or reads and writes in the wrong place; a leak, waste or danger;
worth knowing, and no alarm."""

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
"""The releases that keep connections alike, by what `wire.Target.generation` calls them."""


@dataclass(frozen=True, slots=True)
class Variant:
    """What is otherwise if a finding's `detail` says so; what is empty stays as it is."""

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
    """What to do, in releases for which nothing else is said."""
    ends: str
    """When it is over."""
    advice: Mapping[str, str] = field(default_factory=dict)
    """What to do, by the generations of which it is true, such as `DE`."""
    variants: Mapping[str, Variant] = field(default_factory=dict)
    """By a finding's detail."""
    returned: bool = False
    """Whether its end is a return, as of something that was lent."""

    def why_of(self, detail: str) -> str:
        """Why a finding with this detail matters."""
        return self._variant(detail).why or self.why

    def advice_of(self, generation: str, detail: str) -> str:
        """What to do about a finding with this detail, in this generation of pymilvus."""
        variant = self._variant(detail)
        own = said_of(variant.advice, generation) or variant.general
        return own or said_of(self.advice, generation) or self.general

    def severity_of(self, detail: str) -> str:
        """How grave a finding with this detail is, as far as that alone tells."""
        return self._variant(detail).severity or self.severity

    def _variant(self, detail: str) -> Variant:
        return self.variants.get(detail, _AS_EVER)


_AS_EVER = Variant()


def said_of(advice: Mapping[str, str], generation: str) -> str:
    """What is said of one generation; empty if nothing is, or if it is not known."""
    if generation not in GENERATIONS:
        return ""
    return next((said for of, said in advice.items() if generation in of), "")
