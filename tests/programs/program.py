"""The programs of the corpus, and what their headers say.

A program is a file that runs alone, as `python FILE URI …`. Its docstring begins with a sentence
that says what it does; then, after an empty line, come fields, one a line:

    on: A D F 3.0.2            the releases, or the generations, that it is run with
    servers: two               `one` (if nothing is said), `two`, `login` (checks logins, knows
                               root:Milvus), `silent` (accepts and never answers); a URI for each
    must: error collateral close in helper on C D E
                               a finding: severity, kind, if need be how many it is (`x3`), the
                               function that it is to point at, that of the second place (`and
                               first`), and where that is not all, the releases or generations
    note: unclosed client on D a kind of which a note may be given, and need not
    options: --leak-after 0.3         for `milvus-tui check`

Whatever else is found is a false alarm. Several runs share a server: what a program makes there,
it names after its process.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from milvus_tui.wire import Kind

FOLDER = Path(__file__).with_name("corpus")

GENERATIONS = {
    "A": "2.4.15",
    "B": "2.5.11",
    "C": "2.5.12",
    "D": "2.6.6",
    "E": "2.6.9",
    "F": "2.6.17",
}
"""The release that a generation is run with, where the header names none."""

GENERATION_OF = {
    **{release: letter for letter, release in GENERATIONS.items()},
    "2.5.18": "D",
    "2.6.3": "D",
    "2.6.7": "E",
    "2.6.10": "F",
    "3.0.2": "F",
}

KINDS = tuple(value for name, value in vars(Kind).items() if name.isupper())

_FIELDS = ("on", "servers", "must", "note", "options")
_ON = r"(?: on (?P<on>[A-F0-9. ]+))?"
_MUST = re.compile(
    r"(?P<severity>error|warning|note) (?P<kind>.+?)(?: x(?P<count>\d+))?(?: in (?P<where>\S+))?"
    r"(?: and (?P<also>\S+))?" + _ON
)
_NOTE = re.compile(r"(?P<kind>.+?)" + _ON)


@dataclass(frozen=True)
class Expected:
    """A finding that a program must give, or a note that it may give."""

    kind: str
    severity: str
    on: frozenset[str]
    """Generations or releases; empty for all."""
    count: int | None = None
    where: str = ""
    also: str = ""
    """The function that it must point at; empty for any place."""

    def applies(self, release: str) -> bool:
        return not self.on or bool({release, GENERATION_OF[release]} & self.on)


@dataclass(frozen=True)
class Program:
    """One program, as its header describes it."""

    path: Path
    sentence: str
    releases: tuple[str, ...]
    servers: tuple[str, ...]
    must: tuple[Expected, ...]
    notes: tuple[Expected, ...]
    options: tuple[str, ...]

    def expected(self, release: str) -> tuple[Expected, ...]:
        """What it must give with a release."""
        return tuple(each for each in self.must if each.applies(release))

    def may(self, kind: str, release: str) -> bool:
        """Whether a note of this kind is no false alarm."""
        return any(each.kind == kind and each.applies(release) for each in self.notes)

    @property
    def correct(self) -> bool:
        """Whether nothing is wrong with it in any release, but for what is worth a note."""
        return all(each.severity == "note" for each in self.must)


def programs() -> list[Program]:
    """The whole corpus, by name."""
    return [read(path) for path in sorted(FOLDER.glob("[a-z]*.py"))]


def read(path: Path) -> Program:
    """A program's header.

    Raises:
        ValueError: a line of it cannot be understood.
    """
    sentence, fields = _header(path)
    return Program(
        path=path,
        sentence=sentence,
        releases=tuple(GENERATIONS.get(word, word) for word in " ".join(fields["on"]).split()),
        servers=tuple(" ".join(fields["servers"] or ["one"]).split()),
        must=tuple(_expected(_MUST, line, path) for line in fields["must"]),
        notes=tuple(_expected(_NOTE, line, path) for line in fields["note"]),
        options=tuple(" ".join(fields["options"]).split()),
    )


def _header(path: Path) -> tuple[str, dict[str, list[str]]]:
    text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    sentence, _, rest = text.partition("\n\n")
    fields: dict[str, list[str]] = {name: [] for name in _FIELDS}
    for line in rest.splitlines():
        name, colon, value = line.partition(": ")
        if not colon or name not in fields:
            raise ValueError(f"{path.name}: {line!r} is no field")
        fields[name].append(value)
    if not sentence or not fields["on"]:
        raise ValueError(f"{path.name}: a sentence, and `on:`, are missing")
    return " ".join(sentence.split()), fields


def _expected(shape: re.Pattern[str], line: str, path: Path) -> Expected:
    found = shape.fullmatch(line)
    if found is None or found["kind"] not in KINDS:
        raise ValueError(f"{path.name}: {line!r} names no kind of finding")
    parts = found.groupdict()
    count = parts.get("count")
    return Expected(
        kind=found["kind"],
        severity=parts.get("severity") or "note",
        on=frozenset((parts["on"] or "").split()),
        count=int(count) if count else None,
        where=parts.get("where") or "",
        also=parts.get("also") or "",
    )
