"""The shown targets, one below the other, and the lines that each of them takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import coverage, headline
from milvus_tui.model.row_ids import TARGET, Row
from milvus_tui.tui.placeholder_sessions import NoSession
from milvus_tui.tui.view import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from milvus_tui.model.row_ids import RowId
    from milvus_tui.sessions.session import Session


class ShownTarget:
    """One target on the screen: its session, and what is derived from the session."""

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
        """Unique in this dashboard, also among targets that are no longer shown."""
        self.session = session
        self.view = View(clock)
        self.release = release
        """The requested release of pymilvus; empty for the installed one."""
        self.by_pid = by_pid
        """Whether the target is named by its pid, rather than by its release."""
        self.ended = False
        """Whether the end of the target was handled, which is done once."""
        self.live = False
        """Whether commands can be sent."""
        self.was_live = False
        """Whether commands could be sent at some time."""
        self.waiting = ""
        """The text in place of the rows, as long as there is no row."""
        self.banner = ""
        """The text above the rows of a target that ended or is being started."""
        self.folded = False
        """Whether only the target's own line is shown."""

    @property
    def pymilvus(self) -> str:
        """The release of pymilvus in the target; `?` if unknown."""
        target = headline.target_of(self.view.snapshot)
        return (target.pymilvus if target else "") or self.release or "?"

    @property
    def title(self) -> tuple[str, str]:
        """The title of the target's own line, and what else distinguishes the target."""
        target = headline.target_of(self.view.snapshot)
        pid = f"pid {target.pid}" if target else ""
        if not self.by_pid or target is None:
            return f"pymilvus {self.pymilvus}", pid
        return f"{target.pid} {target.command}", f"pymilvus {self.pymilvus}"


class TargetList:
    """The targets, top to bottom. Each of several targets has its own line above its rows."""

    def __init__(self, first: ShownTarget) -> None:
        self.targets = [first]
        self._last = first.number

    def create(
        self, session: Session, clock: Callable[[], float], release: str, *, by_pid: bool
    ) -> ShownTarget:
        """A target for a session, arranged as the others are, which is not in the list yet."""
        self._last += 1
        shown_target = ShownTarget(self._last, session, clock, release, by_pid=by_pid)
        layout = self.targets[0].view.layout
        needle = layout.matches.needle if layout.matches else None
        shown_target.view.arrange(tree=layout.tree, needle=needle)
        return shown_target

    @property
    def watched(self) -> list[ShownTarget]:
        """The targets without the placeholder of a process that is still to be chosen."""
        return [each for each in self.targets if not isinstance(each.session, NoSession)]

    @property
    def several(self) -> bool:
        """Whether there is more than one target."""
        return len(self.targets) > 1

    @property
    def gaps(self) -> list[str]:
        """What was not judged in the processes of all targets; a line each."""
        return [
            *coverage.not_judged(each.view.snapshot for each in self.targets),
            *coverage.cut_short(
                (each.view.snapshot, each.session.failure) for each in self.targets if each.ended
            ),
        ]

    @property
    def height(self) -> int:
        """The number of lines of all targets."""
        return sum(map(self._lines, self.targets))

    def row(self, line: int) -> tuple[ShownTarget, Row] | None:
        """The row at a line, with its target; None below the last line."""
        for shown_target in self.targets:
            size = self._lines(shown_target)
            if 0 <= line < size:
                if self.several and line == 0:
                    return shown_target, Row((TARGET, shown_target.number))
                row = shown_target.view.layout.row(line - self.several)
                return None if row is None else (shown_target, row)
            line -= size
        return None

    def find(self, shown_target: ShownTarget, row: RowId) -> int | None:
        """The line of a row; None if the row is not shown."""
        if shown_target not in self.targets:
            return None
        top = sum(map(self._lines, self.targets[: self.targets.index(shown_target)]))
        if row[0] == TARGET:
            return top if self.several and row[1] == shown_target.number else None
        if shown_target.folded and self.several:
            return None
        line = shown_target.view.layout.line_of(row)
        return None if line is None else top + self.several + line

    def name(self, shown_target: ShownTarget) -> str:
        """A target's short name: its pid, or its release, numbered if several have the same."""
        target = headline.target_of(shown_target.view.snapshot)
        if shown_target.by_pid:
            return str(target.pid) if target else "?"
        same = [other for other in self.targets if other.pymilvus == shown_target.pymilvus]
        number = f" #{same.index(shown_target) + 1}" if len(same) > 1 else ""
        return f"{shown_target.pymilvus}{number}"

    def _lines(self, shown_target: ShownTarget) -> int:
        if not self.several:
            return shown_target.view.layout.height
        return 1 if shown_target.folded else 1 + shown_target.view.layout.height
