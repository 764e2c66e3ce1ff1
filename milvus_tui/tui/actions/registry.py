"""Everything the user can do, in one table.

It feeds the bindings, the footer, the command palette, the help screen, the confirmations and
the table of keys in the README; what an action does is in `perform.py`, under the same id.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milvus_tui.model.layout import CLIENT, WORKER
from milvus_tui.model.text import client_name

if TYPE_CHECKING:
    from milvus_tui import wire
    from milvus_tui.model.layout import RowId
    from milvus_tui.model.snapshot import Snapshot

CHANGE = "Change the target"
LOOK = "Look"
MOVE = "Move"
PROGRAM = "Program"
PLAY = "Scenarios"
FIND = "Findings"
SCREENS = dict.fromkeys((FIND, PLAY), "On their own screen, keys mean:")
"""Groups of actions that apply on a screen of their own, and what the help says of them."""

LAB, RUN, ATTACH = "lab", "run", "attach"
"""What a dashboard was opened for: a lab, a program that it started, or one that ran already."""

ANY_CLIENT = "client"
"""Needs a client, or one of its threads, to be selected."""
ONLY_CLIENT = "only client"
"""Needs a client itself to be selected: what it does cannot be undone."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do, and how it is reached."""

    id: str
    keys: tuple[str, ...]
    label: str
    """One or two words, for the footer and the palette."""
    help: str
    """One sentence."""
    group: str
    rank: int = 0
    """Its place in the footer, from the left; 0 for not there. Small terminals drop the last."""
    needs: str = ""
    changes: bool = False
    """Whether it changes clients, which only a lab takes."""
    dangerous: bool = False
    """Whether it asks first, where it would hurt others."""
    doors: tuple[str, ...] = (LAB, RUN, ATTACH)
    """In which dashboards it makes sense."""


ACTIONS = (
    Action(
        "spawn", ("s",), "Spawn", "Make one or more clients, by a form.", CHANGE, 1, changes=True,
    ),
    Action(
        "like", ("a",), "Another", "Make one more client like the selected one.", CHANGE, 2,
        needs=ANY_CLIENT, changes=True,
    ),
    Action(
        "copy", ("t",), "Threads", "Hand the selected client to one or more new threads.",
        CHANGE, 3, needs=ANY_CLIENT, changes=True,
    ),
    Action(
        "stop", ("T",), "Stop threads",
        "Stop the selected thread, or all threads of the selected client.",
        CHANGE, 12, needs=ANY_CLIENT, changes=True,
    ),
    Action(
        "close", ("x",), "Close", "Call close() on the selected client; asks if it breaks others.",
        CHANGE, 4, needs=ONLY_CLIENT, changes=True, dangerous=True,
    ),
    Action(
        "drop", ("d",), "Drop", "Let go of the selected client without close(): its alias stays.",
        CHANGE, 5, needs=ONLY_CLIENT, changes=True, dangerous=True,
    ),
    Action(
        "target", ("n",), "New target",
        "Open another target beside this one, with a release of pymilvus from a list; in attach,"
        " watch one more process.",
        CHANGE, 8, doors=(LAB, ATTACH),
    ),
    Action(
        "end", ("w",), "End target",
        "End the selected target and its clients; of a program, no longer show a process that ended"
        " or that was attached to.",
        CHANGE, 19,
    ),
    Action(
        "everywhere", ("m",), "All targets",
        "Send what is done to all targets, or to the selected one only.", CHANGE, 18, doors=(LAB,),
    ),
    Action(
        "interrupt", ("ctrl+c",), "Interrupt",
        "Send SIGINT to the program that was run, as Ctrl+C in a terminal does.", CHANGE, 12,
        doors=(RUN,),
    ),
    Action("probe", ("p",), "Probe", "Probe every connection now.", LOOK, 6),
    Action(
        "findings", ("f",), "Findings",
        "What is wrong, since when, where in the code, and what to do about it.", LOOK, 5,
    ),
    Action("pause", ("space",), "Pause", "Pause the rounds of probes, or go on.", LOOK, 11),
    Action("filter", ("slash",), "Filter", "Show what contains a text; Esc shows all.", LOOK, 9),
    Action("clear", ("escape",), "All", "Leave the filter and show everything.", LOOK),
    Action(
        "arrange", ("g",), "Tree/List", "Arrange as a tree of connections, or as a list.", LOOK, 17,
    ),
    Action(
        "blast", ("b",), "Blast", "Mark the rows that closing the selected client would break (↯).",
        LOOK, 16,
    ),
    Action("inspector", ("i",), "Inspector", "Show or hide the inspector.", LOOK, 13),
    Action("events", ("e",), "Events", "Show or hide the events.", LOOK, 14),
    Action(
        "output", ("l",), "Output",
        "Show what the program that was run prints, in the place of the events, or go back.",
        LOOK, 5, doors=(RUN,),
    ),
    Action(
        "zoom", ("z",), "Enlarge",
        "Give the events or the output the whole screen, or take it back.", LOOK, 15,
    ),
    Action(
        "yank", ("y",), "Copy",
        "Copy what is known of the selected row to the clipboard; in the output, what it shows.",
        LOOK, 15,
    ),
    Action(
        "fold", ("enter",), "Fold",
        "Hide or show what stands below the selected heading, or the one above a client.",
        LOOK, 20,
    ),
    Action("jump", ("c",), "Go to", "Go to a client by its number.", MOVE),
    Action("down", ("down", "j"), "Down", "One row down.", MOVE),
    Action("up", ("up", "k"), "Up", "One row up.", MOVE),
    Action("page_down", ("pagedown", "ctrl+f"), "Page down", "One page down.", MOVE),
    Action("page_up", ("pageup", "ctrl+b"), "Page up", "One page up.", MOVE),
    Action("first", ("home",), "First", "The first row.", MOVE),
    Action("last", ("end", "G"), "Last", "The last row.", MOVE),
    Action(
        "scenarios", ("o", "f2"), "Scenarios",
        "What the guide says, and more: played step by step on a target of its own.", PROGRAM, 7,
        doors=(LAB,),
    ),
    Action("help", ("question_mark",), "Help", "Show all keys.", PROGRAM, 10),
    Action("palette", ("ctrl+p",), "Palette", "Find a command by its name.", PROGRAM),
    Action(
        "quit", ("q", "ctrl+q"), "Quit",
        "End the dashboard, and what it started; asks about a program that still runs.",
        PROGRAM, 10,
    ),
    Action("where", ("enter",), "Go to", "Go to what the finding is about, in the wiring.", FIND),
    Action("tell", ("y",), "Copy", "Copy the finding, with its place and what to do.", FIND),
    Action("enough", ("escape", "f", "q"), "Leave", "Back to the wiring.", FIND),
    Action(
        "step", ("n", "enter"), "Next step", "Start, or do the step that was announced.", PLAY,
        doors=(LAB,),
    ),
    Action("through", ("r",), "Run through", "Do all steps that are left.", PLAY, doors=(LAB,)),
    Action(
        "back", ("b",), "To the start", "Begin again on another fresh target.", PLAY, doors=(LAB,),
    ),
    Action("leave", ("escape", "q"), "Leave", "Back to the wiring.", PLAY, doors=(LAB,)),
)  # fmt: skip

BY_ID = {action.id: action for action in ACTIONS}

KEY_NAMES = {
    "slash": "/", "question_mark": "?", "escape": "Esc", "space": "Space", "up": "↑", "down": "↓",
    "enter": "Enter", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End",
    "f2": "F2",
}  # fmt: skip


def key_name(key: str) -> str:
    """A key as it is printed on the keyboard."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key_name(key[5:]).upper()}"
    return KEY_NAMES.get(key, key)


NO_PROBES = "this program is watched without probes; only who starts it can allow them (--probe)."


def client_of(snapshot: Snapshot, row: RowId | None) -> int | None:
    """The client that a row stands for: itself, or the one that a thread was handed."""
    if row is None:
        return None
    kind, key = row
    if kind == CLIENT and key in snapshot.clients:
        return key
    worker = snapshot.workers.get(key) if kind == WORKER else None
    return worker.client if worker is not None else None


def offered(action: Action, door: str, target: wire.Target | None) -> bool:
    """Whether an action can ever apply in a dashboard, with the target that is selected.

    What cannot is left out of the footer, the palette and the help; its key says why.
    """
    lab = door == LAB or (target is not None and target.lab)
    if action.id in ("probe", "pause") and target is not None:
        return lab or target.probes
    return door in action.doors and (lab or not action.changes)


ELSEWHERE = {
    "target": "the program's processes come by themselves; `milvus-tui attach` watches others",
    "everywhere": "only a lab's targets can be acted on together",
    "scenarios": "only a lab can open targets to play on",
    "interrupt": "only to a program that `milvus-tui run` started",
    "output": "only a program that `milvus-tui run` started prints here",
}
"""Why an action makes no sense in a dashboard that was opened for something else."""


def refusal(
    action: Action, snapshot: Snapshot, target: wire.Target | None, live: bool, row: RowId | None
) -> str:
    """Why an action does not apply now, in one sentence; empty if it does."""
    if action.id in ("probe", "pause") or action.changes:
        if not live or target is None:
            return f"{action.label}: the target is not live."
        if not action.changes and not (target.lab or target.probes):
            return f"{action.label}: {NO_PROBES}"
        if action.changes and not target.lab:
            return f"{action.label}: only a lab's clients can be changed; this one is watched only."
    if not action.needs:
        return ""
    if row is not None and row[0] == CLIENT and row[1] not in snapshot.clients:
        return f"{action.label}: {client_name(row[1])} is gone. Select another client."
    if client_of(snapshot, row) is None:
        return f"{action.label}: select a client first."
    if action.needs == ONLY_CLIENT and row is not None and row[0] != CLIENT:
        return f"{action.label}: select the client itself, not its thread."
    return ""


def markdown() -> str:
    """The table of keys for the README."""
    lines = ["| Key | | |", "|---|---|---|"]
    group = ""
    for action in ACTIONS:  # those of other screens come last
        if action.group != group and action.group in SCREENS:
            lines.append(f"| | **{action.group}** | {SCREENS[action.group]} |")
        group = action.group
        keys = " ".join(f"`{key_name(key)}`" for key in action.keys)
        lines.append(f"| {keys} | {action.label} | {action.help} |")
    return "\n".join(lines)
