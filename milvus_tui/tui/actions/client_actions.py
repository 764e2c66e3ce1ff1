"""Actions that change a target's clients.

An action takes its client by id at the moment of the key press. A later selection, or one while
a dialog is open, changes nothing.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from milvus_tui.model import close_impact
from milvus_tui.model.headline import target_of
from milvus_tui.model.row_ids import CLIENT, WORKER
from milvus_tui.model.text import client_name, plural
from milvus_tui.tui.action import ANY_CLIENT, CHANGE, ONLY_CLIENT, Action
from milvus_tui.tui.actions.sending import call, confirm, receivers, send

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from milvus_tui import wire
    from milvus_tui.tui.actions.screen_interface import ScreenInterface
    from milvus_tui.tui.form_values import SpawnValues, ThreadsValues
    from milvus_tui.tui.target_list import ShownTarget


def on_client(do: Callable[[ScreenInterface, int], None]) -> Callable[[ScreenInterface], None]:
    """An action's function that is handed the selected client."""

    def do_on_client(screen: ScreenInterface) -> None:
        client = screen.selection.client
        if client is not None:
            do(screen, client)

    return do_on_client


def spawn(screen: ScreenInterface) -> None:
    """Open the form, filled with the last values."""
    from milvus_tui.tui.dialogs.spawn_dialog import SpawnDialog

    chosen, targets = screen.selected_target, receivers(screen)

    def keep(choice: SpawnValues) -> None:
        screen.forms.spawn = choice

    async def send_to_receivers(name: str, **args: Any) -> wire.Reply:
        """The reply of the selected target; the others' failures are in the log."""
        replies = await asyncio.gather(
            *(call(screen, shown_target, name, **args) for shown_target in targets)
        )
        return replies[targets.index(chosen)]

    def select_created(reply: wire.Reply) -> None:
        select_new_client(screen, reply)

    target = target_of(screen.view.snapshot)
    if target is not None:
        last = screen.forms.spawn
        screen.open(SpawnDialog(last, target, send_to_receivers, keep, select_created))


def select_new_client(screen: ScreenInterface, reply: wire.Reply) -> None:
    """Select the first client that a command created. Its row may follow the reply."""
    created = reply.data.get("clients") if reply.ok else None
    if created:
        row, connections = (CLIENT, int(created[0])), screen.panels.connections
        if not connections.select_row(row):
            connections.pending_selection = screen.selected_target, row


def duplicate(screen: ScreenInterface, client: int) -> None:
    """Create a client with the parameters of the selected one."""
    chosen = screen.selected_target

    async def send_duplicate(shown_target: ShownTarget) -> None:
        reply = await call(screen, shown_target, "duplicate", client=client)
        if shown_target is chosen:
            select_new_client(screen, reply)

    for shown_target in receivers(screen, client):
        screen.run(send_duplicate(shown_target))


def start_threads(screen: ScreenInterface, client: int) -> None:
    """Ask how many threads, at which interval."""
    from milvus_tui.tui.dialogs.threads_dialog import ThreadsDialog

    targets = receivers(screen, client)

    def start(choice: ThreadsValues | None) -> None:
        if choice is not None:
            screen.forms.threads = choice
            send(screen, targets, "start_threads", client=client, **choice.arguments())

    target = target_of(screen.view.snapshot)
    interval = target.interval if target is not None else 1.0
    screen.open(ThreadsDialog(client, screen.forms.threads, interval), start)


def stop_threads(screen: ScreenInterface, client: int) -> None:
    """Stop the selected thread, or all threads of the selected client."""
    row = screen.selected
    if row is not None and row[0] == WORKER:
        # The number of a thread means another thread in another target.
        send(screen, [screen.selected_target], "stop_threads", worker=row[1])
    elif client in screen.view.index.workers:
        send(screen, receivers(screen, client), "stop_threads", client=client)
    else:
        text = f"Stop threads: no thread uses {client_name(client)}."
        screen.report(text, "warning", keep=False)


def close(screen: ScreenInterface, client: int) -> None:
    """Close the client; where that breaks other clients, name them and ask first."""
    name, targets = client_name(client), receivers(screen, client)
    predicted = [
        (shown_target, close_impact.would_break(shown_target.view.index, client))
        for shown_target in targets
    ]
    if not any(damage for _, damage in predicted):
        send_close(screen, targets, client)
        return
    lines = [f"{name}.close() would break"]
    if len(targets) > 1:
        for shown_target, damage in predicted:
            lines += [
                "",
                f"{screen.target_list.name(shown_target)}  {damage.text or 'nobody else'}",
            ]
    else:
        damage = predicted[0][1]
        why = (
            f"They resolve through the same alias as {name}."
            if damage.clients
            else f"They call with {name} itself."
        )
        lines += [damage.text, "", why]
    where = " in all targets" if len(targets) > 1 else ""
    confirm(
        screen,
        f"Close {name}{where}?",
        lines,
        "Close",
        lambda: send_close(screen, targets, client),
    )


def send_close(screen: ScreenInterface, targets: Sequence[ShownTarget], client: int) -> None:
    """Close a client, and remember what was predicted."""

    async def close_in(shown_target: ShownTarget) -> None:
        predictions = shown_target.view.predictions
        predictions.predict(shown_target.view.index, client)
        reply = await call(screen, shown_target, "close", client=client)
        if not reply.ok:
            predictions.discard(client)

    for shown_target in targets:
        screen.run(close_in(shown_target))


def drop(screen: ScreenInterface, client: int) -> None:
    """Drop the client; explain what remains."""
    view = screen.view
    row = view.snapshot.clients[client]
    alias = view.index.alias_of(row)
    name, targets = client_name(client), receivers(screen, client)
    where = ", in all targets" if len(targets) > 1 else ""
    lines = [f"{name} is dropped without close(){where}."]
    if alias is not None and alias.connection is not None:
        text = "Its alias stays registered, and the connection stays open: "
        others = len(view.index.members.get(alias.id, ())) - 1
        if others:
            verb = "still uses it." if others == 1 else "still use it."
            text += f"{plural(others, 'other client')} {verb}"
        else:
            text += "no client remains that could close it. That is a leak."
        lines += ["", text, "", alias.text]
    confirm(
        screen, f"Drop {name}?", lines, "Drop", lambda: send(screen, targets, "drop", client=client)
    )


CLIENT_ACTIONS = (
    Action(
        "spawn", ("s",), "Spawn", "Create one or more clients with a form.", CHANGE, spawn, 1,
        changes=True,
    ),
    Action(
        "duplicate", ("a",), "Another", "Create one more client like the selected one.", CHANGE,
        on_client(duplicate), 2, needs=ANY_CLIENT, changes=True,
    ),
    Action(
        "start_threads", ("t",), "Threads",
        "Start one or more threads that use the selected client.", CHANGE,
        on_client(start_threads), 3, needs=ANY_CLIENT, changes=True,
    ),
    Action(
        "stop_threads", ("T",), "Stop threads",
        "Stop the selected thread, or all threads of the selected client.", CHANGE,
        on_client(stop_threads), 12, needs=ANY_CLIENT, changes=True,
    ),
    Action(
        "close", ("x",), "Close",
        "Call close() on the selected client; asks first if that breaks other clients.", CHANGE,
        on_client(close), 4, needs=ONLY_CLIENT, changes=True, dangerous=True,
    ),
    Action(
        "drop", ("d",), "Drop",
        "Drop the selected client without close(); its alias stays registered.", CHANGE,
        on_client(drop), 5, needs=ONLY_CLIENT, changes=True, dangerous=True,
    ),
)  # fmt: skip
