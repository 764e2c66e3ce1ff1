"""The last lines that a program printed on both streams, in the order in which they were read."""

from __future__ import annotations

import codecs
import threading
from typing import TYPE_CHECKING

from milvus_tui.sessions.session import OutputLine

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_LINES = 10_000
"""How many lines are kept."""

MAX_LINE_LENGTH = 8_192
"""Characters of a line. A longer line is split, so that it does not fill the memory."""


class _Stream:
    """One of the two streams, and its unfinished line."""

    def __init__(self, error: bool) -> None:
        self.error = error
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.number = 0
        """The number of the unfinished line; 0 for none."""
        self.text = ""
        self.returned = False
        """Whether a carriage return moved the cursor to the start of the line."""


class Scrollback:
    """Keeps the last lines. One thread feeds it, any thread may read it.

    Args:
        max_lines: how many lines are kept.
    """

    def __init__(self, max_lines: int = MAX_LINES) -> None:
        self._max_lines = max_lines
        self._lines: list[OutputLine] = []
        self._count = 0
        self._streams = {error: _Stream(error) for error in (False, True)}
        self._lock = threading.Lock()

    @property
    def lines(self) -> tuple[OutputLine, ...]:
        """The last lines, oldest first. The last line of each stream may be unfinished."""
        with self._lock:
            return tuple(self._lines[-self._max_lines :])

    def feed(self, error: bool, data: bytes, *, final: bool = False) -> None:
        """Add bytes of one stream. They may end in the middle of a character."""
        stream = self._streams[error]
        text = stream.decoder.decode(data, final)
        with self._lock:
            *ended, last = text.split("\n")
            self._finish(stream, ended[:1])
            whole = ended[1:]
            if len(whole) > self._max_lines:
                # Lines that later ones would push out at once are only counted.
                self._count += len(whole) - self._max_lines
                self._lines.clear()
            self._finish(stream, whole[-self._max_lines :])
            if last:
                self._extend(stream, last)
                self._show(stream)
            if len(self._lines) > 2 * self._max_lines:
                del self._lines[: -self._max_lines]

    def add_notice(self, text: str) -> None:
        """Add a line that the dashboard writes."""
        with self._lock:
            self._count += 1
            self._lines.append(OutputLine(self._count, True, text))

    def _finish(self, stream: _Stream, parts: Sequence[str]) -> None:
        for part in parts:
            if not stream.text and len(part) <= MAX_LINE_LENGTH and "\r" not in part:
                stream.text = part  # the fast path: most lines
            else:
                self._extend(stream, part)
            self._show(stream)
            stream.number, stream.text, stream.returned = 0, "", False

    def _extend(self, stream: _Stream, part: str) -> None:
        if stream.returned and part not in ("", "\r"):
            stream.text, stream.returned = "", False
        *overwritten, text = part.split("\r")
        if not overwritten:
            stream.text += text
        elif text:
            stream.text = text  # replaces the overwritten text
        else:
            shown = [piece for piece in (stream.text + overwritten[0], *overwritten[1:]) if piece]
            stream.text, stream.returned = shown[-1] if shown else "", True
        while len(stream.text) > MAX_LINE_LENGTH:
            rest, stream.text = stream.text[MAX_LINE_LENGTH:], stream.text[:MAX_LINE_LENGTH]
            self._show(stream)
            stream.number, stream.text = 0, rest

    def _show(self, stream: _Stream) -> None:
        if not stream.number:
            self._count += 1
            stream.number = self._count
            self._lines.append(OutputLine(stream.number, stream.error, stream.text))
            return
        index = stream.number - self._lines[0].number
        if index >= 0:  # otherwise the line is no longer kept
            self._lines[index] = OutputLine(stream.number, stream.error, stream.text)
