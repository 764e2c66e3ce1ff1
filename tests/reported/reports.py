"""A program that rebuilds what somebody reported in public, and what must be said of it.

`programs/` has each program, with its truth in the first line. `cured/` has the same program, with
the advice applied that the finding gives. `table` and `further` list them.

A program takes what it needs from its environment: `PORT` and `PORT2` are servers, `AUTH_PORT` one
that checks logins, `PORT3` and `WEB_PORT` are free ports, `LITE` is the command `milvus-lite`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from milvus_tui.wire import Kind

FOLDER = Path(__file__).parent

FURTHER = 51
"""The first number of the reports that were looked for later."""

_VARIABLE = re.compile(r"""environ(?:\.get\(|\[)["'](\w+)""")


@dataclass(frozen=True)
class Named:
    """A finding that a program must give."""

    severity: str
    kind: str
    at: str
    """Words of the source line that it must point at; outside of the program's file, the function
    that it must point at."""
    advice: tuple[str, ...]
    """Words that its advice must have."""
    also: str = ""
    """Words of the line of its second place; empty for any, or none."""


@dataclass(frozen=True)
class Report:
    """One program: where it comes from, and what must be found in it."""

    name: str
    """The program's file, without `.py`. It begins with the number of its situation."""
    release: str
    symptom: str
    """A pattern of what the program prints where the fault shows; empty where it prints nothing of
    it. Of a correct program, what it prints."""
    must: tuple[Named, ...] = ()
    """Empty for a correct program."""
    notes: tuple[str, ...] = (Kind.UNCLOSED_CLIENT, Kind.FAILED_CALLS)
    """Kinds of which a note may be given."""
    situation: int = 0
    """The number of its situation, where several programs show the same; 0 for its own number."""
    cured_release: str = ""
    """The release that the twin needs, where the advice is to upgrade."""
    left: tuple[str, ...] = ()
    """Kinds that are found in the twin, too: what happened to the server stays."""
    frameworks: bool = False
    """Whether it needs the environment of `tests/frameworks`."""
    options: tuple[str, ...] = ()
    """For `milvus-tui check`."""
    waits_for: str = ""
    """The kind that is not found yet; empty where all is found."""

    @property
    def number(self) -> int:
        """Of the situation that it shows."""
        return self.situation or int(self.name[:2])

    @property
    def program(self) -> Path:
        return FOLDER / "programs" / f"{self.name}.py"

    @property
    def cured(self) -> Path:
        return FOLDER / "cured" / f"{self.name}.py"

    @property
    def starts_server(self) -> bool:
        """Whether the program starts a server, or Celery, and gives it some seconds for that."""
        return "PORT3" in self.needs or "celery" in self.name

    @cached_property
    def needs(self) -> frozenset[str]:
        """The variables that the program, or its cured twin, reads from its environment."""
        texts = [path.read_text("utf-8") for path in (self.program, self.cured) if path.exists()]
        return frozenset(name for text in texts for name in _VARIABLE.findall(text))
