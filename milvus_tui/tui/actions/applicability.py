"""Whether an action can apply in a dashboard, and whether the action applies now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from milvus_tui.model.headline import target_of
from milvus_tui.model.row_ids import CLIENT, WORKER
from milvus_tui.model.text import client_name
from milvus_tui.tui.action import LAB, ONLY_CLIENT

if TYPE_CHECKING:
    from milvus_tui import wire
    from milvus_tui.model.row_ids import RowId
    from milvus_tui.model.snapshot import Snapshot
    from milvus_tui.tui.action import Action

NO_PROBES = (
    "this program is watched without probes; only the command that starts the program can allow"
    " probes (--probe)."
)


@dataclass(frozen=True, slots=True)
class Selection:
    """What decides whether an action applies: the dashboard, the target and the selected row."""

    mode: str
    """The mode of the dashboard: `LAB`, `RUN` or `ATTACH`."""
    snapshot: Snapshot
    """The snapshot of the selected row's target."""
    live: bool
    """Whether commands can be sent to that target."""
    row: RowId | None

    @property
    def target(self) -> wire.Target | None:
        """The target's own row."""
        return target_of(self.snapshot)

    @property
    def client(self) -> int | None:
        """The selected client, or the client of the selected thread."""
        if self.row is None:
            return None
        kind, key = self.row
        if kind == CLIENT and key in self.snapshot.clients:
            return key
        worker = self.snapshot.workers.get(key) if kind == WORKER else None
        return worker.client if worker is not None else None


def offered(action: Action[Any], mode: str, target: wire.Target | None) -> bool:
    """Whether an action can ever apply in a dashboard, with the target that is selected.

    The footer, the palette and the help leave the other actions out; their keys report why.
    """
    lab = mode == LAB or (target is not None and target.lab)
    if action.probes and target is not None:
        return lab or target.probes
    return mode in action.modes and (lab or not action.changes)


def refusal(action: Action[Any], selection: Selection) -> str:
    """Why an action does not apply now, in one sentence; empty if the action applies."""
    if selection.mode not in action.modes:
        why = f"{action.elsewhere}."
    else:
        why = _refused_by_target(action, selection) or _refused_by_row(action, selection)
    return f"{action.label}: {why}" if why else ""


def _refused_by_target(action: Action[Any], selection: Selection) -> str:
    if not (action.probes or action.changes):
        return ""
    target = selection.target
    if not selection.live or target is None:
        return "this process has ended." if target is not None else "no process is connected yet."
    if action.probes and not (target.lab or target.probes):
        return NO_PROBES
    if action.changes and not target.lab:
        return "only a lab's clients can be changed; this process is only watched."
    return ""


def _refused_by_row(action: Action[Any], selection: Selection) -> str:
    if not action.needs:
        return ""
    row = selection.row
    if row is not None and row[0] == CLIENT and row[1] not in selection.snapshot.clients:
        return f"{client_name(row[1])} is gone. Select another client."
    if selection.client is None:
        return "select a client first."
    if action.needs == ONLY_CLIENT and row is not None and row[0] != CLIENT:
        return "select the client itself, not its thread."
    return ""
