"""The targets that are shown, one under the other, and which line belongs to which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import headline
from milvus_tui.model.layout import TARGET, Row
from milvus_tui.tui.placeholder_sessions import NoSession
from milvus_tui.tui.view import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from milvus_tui.model.layout import RowId
    from milvus_tui.sessions.session import Session


class Slot:
    """One target of the screen: its session, and what is derived from it."""

    def __init__(
        self,
        number: int,
        session: Session,
        clock: Callable[[], float],
        release: str = "",
        *,
        by_pid: bool = False,
    ) -> None:
        self.number = number
        """Never used again in this dashboard."""
        self.session = session
        self.view = View(clock)
        self.release = release
        """The release that was asked for."""
        self.by_pid = by_pid
        """Whether it is called by its process, rather than by its release."""
        self.ended = False
        """Whether it was seen to be lost, so that what is done about that is done once."""
        self.live = False
        """Whether commands can be sent."""
        self.was_live = False
        self.waiting = ""
        """What stands here as long as there is no row."""
        self.banner = ""
        """That it was lost, or is being started."""
        self.folded = False
        """Whether only its own line is shown."""

    @property
    def pymilvus(self) -> str:
        """Its release, as far as it is known."""
        target = headline.target_of(self.view.snapshot)
        return (target.pymilvus if target else "") or self.release or "?"

    @property
    def title(self) -> tuple[str, str]:
        """What it is called on a line of its own, and what else tells it from others."""
        target = headline.target_of(self.view.snapshot)
        pid = f"pid {target.pid}" if target else ""
        if not self.by_pid or target is None:
            return f"pymilvus {self.pymilvus}", pid
        return f"{target.pid} {target.command}", f"pymilvus {self.pymilvus}"


class Stack:
    """The slots, top to bottom. With several of them, each has a line of its own above its rows."""

    def __init__(self, first: Slot) -> None:
        self.slots = [first]
        self._last = first.number

    def next_number(self) -> int:
        """A number that no target had before."""
        self._last += 1
        return self._last

    @property
    def watched(self) -> list[Slot]:
        """The slots without the one that stands where nothing was chosen yet."""
        return [slot for slot in self.slots if not isinstance(slot.session, NoSession)]

    @property
    def several(self) -> bool:
        """Whether there is more than one target."""
        return len(self.slots) > 1

    @property
    def height(self) -> int:
        """Lines that all rows take."""
        return sum(map(self._lines, self.slots))

    def row(self, line: int) -> tuple[Slot, Row] | None:
        """What stands at a line."""
        for slot in self.slots:
            size = self._lines(slot)
            if 0 <= line < size:
                if self.several and line == 0:
                    return slot, Row((TARGET, slot.number))
                row = slot.view.layout.row(line - self.several)
                return None if row is None else (slot, row)
            line -= size
        return None

    def find(self, slot: Slot, row: RowId) -> int | None:
        """The line at which a row stands, None if it is not shown."""
        if slot not in self.slots:
            return None
        top = sum(map(self._lines, self.slots[: self.slots.index(slot)]))
        if row[0] == TARGET:
            return top if self.several and row[1] == slot.number else None
        if slot.folded and self.several:
            return None
        line = slot.view.layout.find(row)
        return None if line is None else top + self.several + line

    def name(self, slot: Slot) -> str:
        """What tells a target from the others: its pid, or its release, numbered where two have
        the same."""
        target = headline.target_of(slot.view.snapshot)
        if slot.by_pid:
            return str(target.pid) if target else "?"
        same = [other for other in self.slots if other.pymilvus == slot.pymilvus]
        return slot.pymilvus if len(same) <= 1 else f"{slot.pymilvus} #{same.index(slot) + 1}"

    def _lines(self, slot: Slot) -> int:
        if not self.several:
            return slot.view.layout.height
        return 1 if slot.folded else 1 + slot.view.layout.height
