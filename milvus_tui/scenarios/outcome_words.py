"""The observed facts in two or three words: the cells of a table of releases."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milvus_tui.scenarios.facts import Facts

NO_ALIAS = "no alias="
"""Shown where the release refuses the argument."""


def counted(number: object, noun: str) -> str:
    """`1 connection`, `11 connections`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def connections(facts: Facts) -> str:
    """`1 connection`: how many connections there are."""
    return counted(facts["connections"], "connection")


def breaks(facts: Facts) -> str:
    """`breaks 10`: how many clients a close breaks."""
    return f"breaks {facts['broken_by_close'] or 'none'}"


def separation(facts: Facts) -> str:
    """Whether two clients that differ share a connection, and whether a close breaks the other."""
    if facts["connections"] != 1:
        return "apart" if facts["other_works"] else "apart, breaks"
    return "shared" if facts["other_works"] else "shared, breaks"


def custom_aliases(facts: Facts) -> str:
    """`2 on 1 socket`: connections and sockets of clients with custom aliases."""
    if facts["alias"] == "refused":
        return NO_ALIAS
    if facts["alias"] == "ignored":
        return "ignored"
    return f"{facts['connections']} on {counted(facts['sockets'], 'socket')}"


def conflict(facts: Facts) -> str:
    """`old server`: the server of a client whose alias is in use with another server."""
    if facts.get("alias") == "refused":
        return NO_ALIAS
    words = {"refused": "error", "the first one's server": "old server"}
    return words.get(str(facts["second"]), "own server")


def dropped_alias(facts: Facts) -> str:
    """`kept`: whether the registry keeps the alias of a dropped client."""
    if facts["alias"] == "refused":
        return NO_ALIAS
    outcome = "kept" if facts["left_in_registry"] else "removed"
    return outcome if facts["alias"] == "honoured" else f"ignored, {outcome}"


def revival(facts: Facts) -> str:
    """`10, closed too`: which clients a new client makes work again."""
    if not facts["broken_by_close"]:
        return "closed too" if facts["closed_one_works_again"] else "none broke"
    return (
        f"{facts['revived']}, closed too"
        if facts["closed_one_works_again"]
        else (f"{facts['revived']}, not closed")
    )


_HIJACK = {"its own": "own", "the old one": "old", "refused": "error"}


def hijack(facts: Facts) -> str:
    """`old/own/old`: what a client gets whose alias is in use with other parameters."""
    if facts.get("alias") == "refused":
        return NO_ALIAS
    given = (str(facts[name]) for name in ("other_server", "other_database", "other_login"))
    short = (_HIJACK.get(word, "moves" if "moves" in word else "replaces") for word in given)
    return "/".join(short)


def database_moves(facts: Facts) -> str:
    """`moves 4, later`: which clients a use_database() moves."""
    if facts.get("use_database") == "none":
        return "no use_database"
    text = f"moves {facts['moved_sharers'] or 'none'}"
    return f"{text}, later" if facts["later_client_moved"] else text


def acceptance(facts: Facts) -> str:
    """`accepted` or `refused`: what the server does with a wrong password."""
    return "accepted" if facts["accepted"] else "refused"


def encryption(facts: Facts) -> str:
    """`plain text`: what an https client gets on a server without TLS."""
    if not facts["accepted"]:
        return "refused"
    return "plain text" if facts["plain_text"] else "encrypted"


def dropped_clients(facts: Facts) -> str:
    """`1/5/1`: how many aliases the registry keeps of dropped clients."""
    names = ("left_of_5_equal", "left_of_5_logins", "left_of_2_dedicated")
    return "/".join(str(facts[name]) for name in names)


def sockets(facts: Facts) -> str:
    """`8/1, 8/1, 1/1`: connections/sockets with three ways to separate clients."""
    counts = (facts[name] for name in ("aliases", "tokens_local_pool", "dedicated_local_pool"))
    return ", ".join(str(count) for count in counts).replace("refused", NO_ALIAS)


def event_loops(facts: Facts) -> str:
    """`3 of 3, 3 left`: in how many loops the new client works; connections left."""
    if facts.get("async_client") == "none":
        return "no async"
    return f"{facts['working']} of {facts['loops']}, {facts['left']} left"


def held_up(facts: Facts) -> str:
    """`all`, `none`, `close`: which calls wait for the connect that hangs."""
    names = {"new_client": "new", "dedicated": "dedicated", "close": "close"}
    waiting = [word for name, word in names.items() if facts[f"{name}_held_up"]]
    return {0: "none", len(names): "all"}.get(len(waiting), ", ".join(waiting))
