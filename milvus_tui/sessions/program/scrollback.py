"""What a program prints, as lines: the last ones of both streams, in the order they were read."""

from __future__ import annotations

import codecs
import threading
from typing import TYPE_CHECKING

from milvus_tui.sessions.session import OutputLine

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_LINES = 10_000
"""Lines that are kept."""

LONGEST = 8_192
"""Characters of a line; a longer one is broken, so that it cannot fill the memory."""


class _Stream:
    """One of the two streams, in the middle of a line or not."""

    def __init__(self, error: bool) -> None:
        self.error = error
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.number = 0
        """Of its unfinished line; 0 for none."""
        self.text = ""
        self.returned = False
        """Whether the cursor stands before the text, by a carriage return."""


class Scrollback:
    """Fed by one thread, read by any.

    Args:
        most: how many lines are kept.
    """

    def __init__(self, most: int = MOST_LINES) -> None:
        self._most = most
        self._lines: list[OutputLine] = []
        self._count = 0
        self._streams = {error: _Stream(error) for error in (False, True)}
        self._lock = threading.Lock()

    @property
    def lines(self) -> tuple[OutputLine, ...]:
        """The last lines, oldest first; of each stream the last may be unfinished."""
        with self._lock:
            return tuple(self._lines[-self._most :])

    def feed(self, error: bool, data: bytes, *, final: bool = False) -> None:
        """Take in bytes of one stream. Characters may be cut anywhere."""
        stream = self._streams[error]
        text = stream.decoder.decode(data, final)
        with self._lock:
            *ended, last = text.split("\n")
            self._finish(stream, ended[:1])
            whole = ended[1:]
            if len(whole) > self._most:
                # As if each had been shown and pushed out again by those behind it.
                self._count += len(whole) - self._most
                self._lines.clear()
            self._finish(stream, whole[-self._most :])
            if last:
                self._extend(stream, last)
                self._show(stream)
            if len(self._lines) > 2 * self._most:
                del self._lines[: -self._most]

    def say(self, text: str) -> None:
        """Add a line of our own."""
        with self._lock:
            self._count += 1
            self._lines.append(OutputLine(self._count, True, text))

    def _finish(self, stream: _Stream, parts: Sequence[str]) -> None:
        for part in parts:
            if not stream.text and len(part) <= LONGEST and "\r" not in part:
                stream.text = part  # most lines, and all that come fast
            else:
                self._extend(stream, part)
            self._show(stream)
            stream.number, stream.text, stream.returned = 0, "", False

    def _extend(self, stream: _Stream, part: str) -> None:
        if stream.returned and part not in ("", "\r"):
            stream.text, stream.returned = "", False
        *over, text = part.split("\r")
        if not over:
            stream.text += text
        elif text:
            stream.text = text  # what it overwrites is not seen again
        else:
            shown = [piece for piece in (stream.text + over[0], *over[1:]) if piece]
            stream.text, stream.returned = shown[-1] if shown else "", True
        while len(stream.text) > LONGEST:
            rest, stream.text = stream.text[LONGEST:], stream.text[:LONGEST]
            self._show(stream)
            stream.number, stream.text = 0, rest

    def _show(self, stream: _Stream) -> None:
        if not stream.number:
            self._count += 1
            stream.number = self._count
            self._lines.append(OutputLine(stream.number, stream.error, stream.text))
            return
        place = stream.number - self._lines[0].number
        if place >= 0:  # else it is older than all lines that are kept
            self._lines[place] = OutputLine(stream.number, stream.error, stream.text)
