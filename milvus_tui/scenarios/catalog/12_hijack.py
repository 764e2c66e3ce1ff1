"""An alias in use, requested with other parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.scenario_context import ScenarioContext


def play(context: ScenarioContext) -> Iterator[str]:
    """The steps."""
    yield "Ask for an alias that is in use, with another server."
    first, refused = context.try_new_client(alias="taken-1")
    if first is None:
        context.facts.update(alias="refused", error=refused)
        return
    address = context.servers.second_server().partition("://")[2]
    second, refused = context.try_new_client(uri=f"http://{address}", alias="taken-1")
    connection = context.connection(second) if second is not None else None
    if connection is None:
        context.facts["other_server"] = "refused"
    else:
        context.facts["other_server"] = (
            "its own" if connection.address == address else "the old one"
        )

    yield from _another_database(context)
    yield from _another_login(context)


def _another_database(context: ScenarioContext) -> Iterator[str]:
    yield "Ask for an alias that is in use, with another database."
    reader = context.new_client(alias="taken-2")
    database = context.row(reader).database
    writer = context.new_client_in_own_database(alias="taken-2")
    context.wait(lambda: context.connection(reader), "the first client's connection")
    if context.row(writer).database != context.database:
        context.facts["other_database"] = "the old one"
    elif context.row(reader).database != database:
        context.facts["other_database"] = "its own, and moves the first client there"
    else:
        context.facts["other_database"] = "its own"


def _another_login(context: ScenarioContext) -> Iterator[str]:
    login = context.second_login()
    yield f"Ask for an alias that is in use, with another login, on {login.server}."
    owner = context.new_client(uri=login.uri, alias="taken-3")
    other = context.new_client(
        uri=login.uri, alias="taken-3", user=login.user, password=login.password
    )
    used = [context.connection(client) for client in (owner, other)]
    logins = [connection.login if connection else "" for connection in used]
    if not logins[1].startswith(login.user):
        context.facts["other_login"] = "the old one"
    elif logins[0].startswith(login.user):
        context.facts["other_login"] = "its own, and replaces the first client's"
    else:
        context.facts["other_login"] = "its own"


SCENARIO = Scenario(
    number=12,
    name="hijack",
    about=(
        "An alias is in use, and a second client asks for it with another server, another "
        "database or another login. It may get the first client's connection, and read and write "
        "in the wrong place."
    ),
    guide=None,
    expects={},
    play=play,
    cell=outcome_words.hijack,
    legend=(
        "what a client gets if it asks for an alias in use with another server / database / "
        "login: its own, the old one, an error; or its own, and moves the first client to "
        "its database, or replaces the first client's login"
    ),
)
