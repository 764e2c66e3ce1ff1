"""The form that creates clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Checkbox, Input, Label, RadioSet, Static

from milvus_tui.model.text import database_name
from milvus_tui.tui.dialogs.dialog import Dialog
from milvus_tui.tui.form_values import LAB, TOKEN, USER, SpawnValues
from milvus_tui.tui.widgets.ticks import Dot, Tick

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from textual.app import ComposeResult

    from milvus_tui import wire

LOGINS = (LAB, USER, TOKEN)
"""The kinds of login in the order of their buttons."""


class SpawnDialog(Dialog[None]):
    """Stays open until the clients are created, so that an error loses nothing that was typed."""

    AUTO_FOCUS = "#count"

    def __init__(
        self,
        last: SpawnValues,
        target: wire.Target,
        send: Callable[..., Awaitable[wire.Reply]],
        keep: Callable[[SpawnValues], None],
        created: Callable[[wire.Reply], None],
    ) -> None:
        """Ask.

        Args:
            last: the values that the fields begin with.
            send: sends a command to the target.
            keep: called with the fields' values when the dialog closes or sends.
            created: called with the reply when the clients are created.
        """
        super().__init__()
        self.last = last
        self.target = target
        self.send = send
        self.keep = keep
        self.created = created

    def compose(self) -> ComposeResult:
        """The fields, filled with the last values."""
        last, target = self.last, self.target
        with VerticalScroll(id="dialog", can_focus=False) as dialog:
            dialog.border_title = "Spawn clients"
            with Horizontal(classes="row"):
                yield Label("Clients", classes="name")
                yield Input(last.count, id="count", classes="short")
                yield Tick("each in its own thread", last.own_thread, id="own_thread")
            with Horizontal(classes="row"):
                yield Label("URI", classes="name")
                yield Input(last.uri, id="uri", placeholder=f"{target.uri} (the lab's)")
            with Horizontal(classes="row"):
                yield Label("Database", classes="name")
                usual = f"{database_name(target.database)} (the lab's)"
                yield Input(last.database, id="database", placeholder=usual)
                yield Tick("create it", last.create_database, id="create_database")
            with Horizontal(classes="row"):
                yield Label("Login", classes="name")
                with RadioSet(id="login"):
                    own = f"the lab's ({target.login or 'none'})"
                    for kind, label in zip(LOGINS, (own, "user", "token"), strict=True):
                        yield Dot(label, last.login == kind)
            with Horizontal(classes="row only-user"):
                yield Label("User", classes="name")
                yield Input(last.user, id="user", placeholder="name")
                yield Input(last.password, id="password", password=True, placeholder="password")
            with Horizontal(classes="row only-token"):
                yield Label("Token", classes="name")
                yield Input(last.token, id="token", password=True, placeholder="token")
            with Horizontal(classes="row"):
                yield Label("Alias", classes="name")
                yield Input(last.alias, id="alias", placeholder="none: the release chooses")
                yield Tick("dedicated", last.dedicated, id="dedicated")
            yield Static("", classes="problem", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Cancel", id="cancel")
                yield Button("Spawn", id="spawn", variant="primary")

    def on_mount(self) -> None:
        """Show only the fields of the chosen kind of login."""
        self._show_login(self.last.login)

    def on_radio_set_changed(self, event: RadioSet.Changed) -> None:
        """Show the fields of another kind of login."""
        self._show_login(LOGINS[event.index])

    def _show_login(self, kind: str) -> None:
        self.query_one(".only-user").display = kind == USER
        self.query_one(".only-token").display = kind == TOKEN

    def on_input_submitted(self) -> None:
        """Spawn: Enter does so in every field."""
        self._submit()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Spawn or cancel."""
        if event.button.id == "spawn":
            self._submit()
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Close; the next dialog begins with the same values."""
        self.keep(self.values())
        self.dismiss(None)

    def values(self) -> SpawnValues:
        """The values of the fields."""

        def typed(name: str) -> str:
            return self.query_one(f"#{name}", Input).value

        def ticked(name: str) -> bool:
            return self.query_one(f"#{name}", Checkbox).value

        return SpawnValues(
            count=typed("count"),
            uri=typed("uri"),
            database=typed("database"),
            create_database=ticked("create_database"),
            login=LOGINS[max(0, self.query_one("#login", RadioSet).pressed_index)],
            user=typed("user"),
            password=typed("password"),
            token=typed("token"),
            alias=typed("alias"),
            dedicated=ticked("dedicated"),
            own_thread=ticked("own_thread"),
        )

    def _submit(self) -> None:
        values = self.values()
        self.keep(values)
        try:
            args = values.arguments()
        except ValueError as error:
            self._show_problem(str(error))
            return
        self._show_problem("spawning …")
        self.run_worker(self._spawn(args), exclusive=True, exit_on_error=False)

    async def _spawn(self, args: dict[str, Any]) -> None:
        reply = await self.send("spawn", **args)
        if not self.is_attached:
            return
        if reply.ok:
            self.created(reply)
            self.dismiss(None)
        else:
            self._show_problem(reply.text)

    def _show_problem(self, text: str) -> None:
        self.query_one(".problem", Static).update(text)
