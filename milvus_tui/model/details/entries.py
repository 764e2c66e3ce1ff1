"""The details of one row: a title, and labelled values below it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact: a label and its value, or a value over the whole width if the label is empty."""

    label: str
    value: str
    tone: str = ""
    """The colour of the value: a state's word, `warning`, `muted`, or empty for plain text."""


BLANK = Entry("", "")


@dataclass(frozen=True, slots=True)
class Details:
    """What the inspector shows of one row."""

    title: str
    entries: tuple[Entry, ...]

    @property
    def text(self) -> str:
        """The details as plain text, for the clipboard."""
        lines = [f"{e.label:<11} {e.value}".rstrip() if e.label else e.value for e in self.entries]
        return "\n".join([self.title, *lines])
