"""An alias in use, asked for with other parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.stage import Stage


def play(stage: Stage) -> Iterator[str]:
    """The steps."""
    yield "Ask for an alias that is in use, with another server."
    first, refused = stage.try_one(alias="taken-1")
    if first is None:
        stage.facts.update(alias="refused", error=refused)
        return
    address = stage.servers.lite().partition("://")[2]
    second, refused = stage.try_one(uri=f"http://{address}", alias="taken-1")
    connection = stage.connection(second) if second is not None else None
    if connection is None:
        stage.facts["other_server"] = "refused"
    else:
        stage.facts["other_server"] = "its own" if connection.address == address else "the old one"

    yield "Ask for an alias that is in use, with another database."
    reader = stage.one(alias="taken-2")
    database = stage.row(reader).database
    writer = stage.one_elsewhere(alias="taken-2")
    stage.wait(lambda: stage.connection(reader), "the first client's connection")
    if stage.row(writer).database != stage.database:
        stage.facts["other_database"] = "the old one"
    elif stage.row(reader).database != database:
        stage.facts["other_database"] = "its own, and moves the first client there"
    else:
        stage.facts["other_database"] = "its own"

    guest = stage.servers.second_login(stage)
    yield f"Ask for an alias that is in use, with another login, on {guest.server}."
    owner = stage.one(uri=guest.uri, alias="taken-3")
    other = stage.one(uri=guest.uri, alias="taken-3", user=guest.user, password=guest.password)
    rides = [stage.connection(client) for client in (owner, other)]
    logins = [connection.login if connection else "" for connection in rides]
    if not logins[1].startswith(guest.user):
        stage.facts["other_login"] = "the old one"
    elif logins[0].startswith(guest.user):
        stage.facts["other_login"] = "its own, and replaces the first client's"
    else:
        stage.facts["other_login"] = "its own"


SCENARIO = Scenario(
    number=12,
    name="hijack",
    about=(
        "An alias is in use, and a second client asks for it with another server, another "
        "database or another login. It may be bound to the first one's, and read and write in the "
        "wrong place."
    ),
    guide=None,
    expects={},
    play=play,
    cell=outcome_words.hijack,
    legend=(
        "what a client gets that asks for an alias in use with another server / database / "
        "login: its own, the old one, an error; or its own, and moves the first client to "
        "its database, or replaces its login"
    ),
)
