"""The values of the forms: how they are checked, and the arguments of their commands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

LAB, USER, TOKEN = "lab", "user", "token"

MOST_CLIENTS = 20_000
MOST_OWN_THREADS = 500
MOST_THREADS = 500


def whole(value: str, most: int, what: str) -> int:
    """A whole number from 1 to `most`.

    Raises:
        ValueError: with one line for the form.
    """
    try:
        number = int(value)
    except ValueError:
        number = 0
    if not 1 <= number <= most:
        raise ValueError(f"{what}: a whole number from 1 to {most:,}")
    return number


@dataclass(frozen=True, slots=True)
class SpawnValues:
    """The spawn form's values, as they were typed. Secrets are never shown."""

    count: str = "1"
    uri: str = ""
    database: str = ""
    create_database: bool = False
    login: str = LAB
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    alias: str = ""
    dedicated: bool = False
    own_thread: bool = False

    def arguments(self) -> dict[str, Any]:
        """The arguments of the `spawn` command.

        Raises:
            ValueError: with one line that says which value is wrong, and what it may be.
        """
        most = MOST_OWN_THREADS if self.own_thread else MOST_CLIENTS
        args: dict[str, Any] = {"count": whole(self.count, most, "Clients")}
        uri = self.uri.strip()
        if uri:
            # Checks of addresses are wanted only when one was typed.
            from milvus_tui.sessions import uris

            uris.check(uri)
            args["uri"] = uri
        database = self.database.strip()
        if self.create_database and not database:
            raise ValueError("Database: a name is needed to create it")
        if database:
            args["database"] = database
            args["create_database"] = self.create_database
        args |= self._login()
        if self.alias.strip():
            args["alias"] = self.alias.strip()
        if self.dedicated:
            args["dedicated"] = True
        if self.own_thread:
            args["own_thread"] = True
        return args

    def _login(self) -> dict[str, str]:
        if self.login == USER:
            if not self.user:
                raise ValueError("User: a name is needed, or choose the lab's login")
            return {"user": self.user, "password": self.password}
        if self.login == TOKEN:
            if not self.token:
                raise ValueError("Token: a token is needed, or choose the lab's login")
            return {"token": self.token}
        return {}


@dataclass(frozen=True, slots=True)
class ThreadsValues:
    """The values of the form that starts threads for a client."""

    count: str = "1"
    interval: str = ""

    def arguments(self) -> dict[str, Any]:
        """The arguments of the `start_threads` command, but for the client.

        Raises:
            ValueError: with one line that says which value is wrong, and what it may be.
        """
        args: dict[str, Any] = {"count": whole(self.count, MOST_THREADS, "Threads")}
        if self.interval.strip():
            try:
                seconds = float(self.interval)
            except ValueError:
                seconds = 0.0
            if not 0.01 <= seconds <= 3600:
                raise ValueError("Interval: seconds from 0.01 to 3600, or nothing for the lab's")
            args["interval"] = seconds
        return args


@dataclass(slots=True)
class LastForms:
    """The values with which the forms were sent last."""

    spawn: SpawnValues = field(default_factory=SpawnValues)
    threads: ThreadsValues = field(default_factory=ThreadsValues)
