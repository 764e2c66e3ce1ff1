"""Everything known of one row, as lines for the inspector and the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model import close_impact, headline, predictions, states, text
from milvus_tui.model.details import origin
from milvus_tui.model.details.sheet import BLANK, Details, Entry
from milvus_tui.model.history import DEPTH, History, Sample, sparkline, spread
from milvus_tui.model.layout import (
    ALIAS,
    CLIENT,
    CONNECTION,
    SOCKET,
    TARGET,
    UNWIRED,
    WORKER,
    RowId,
)
from milvus_tui.wire import client_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from milvus_tui import wire
    from milvus_tui.model.findings.reported import Reported
    from milvus_tui.model.index import Index
    from milvus_tui.model.predictions import Outcome
    from milvus_tui.model.states import State


def describe(
    index: Index,
    history: History,
    row: RowId | None,
    now: float,
    outcomes: Mapping[int, Outcome] | None = None,
    findings: Sequence[Reported] = (),
) -> Details:
    """The sheet of a row; a row that is gone says so.

    Args:
        now: seconds since the epoch.
        outcomes: by client, what became of the prediction of its close().
        findings: of the target; those that concern the row are named.
    """
    sheet = _sheet(index, history, row, now, outcomes)
    if row is None:
        return sheet
    named = tuple(finding_entries(row, findings, now))
    return Details(sheet.title, (*named, *sheet.entries))


def finding_entries(row: RowId, findings: Sequence[Reported], now: float) -> Iterator[Entry]:
    """The findings that concern a row; not the notes."""
    about = [one for one in findings if one.alarm and one.concerns(row)]
    for one in about[:MOST_FINDINGS]:
        over = f" ({one.brief(now)})" if one.over is not None else ""
        yield Entry("", f"{one.glyph} {one.title}{over}", "muted" if over else one.tone)
    if about:
        more = len(about) - MOST_FINDINGS
        yield Entry(
            "",
            f"f: {more} more, why, and what to do" if more > 0 else "f: why, and what to do",
            "muted",
        )
        yield BLANK


MOST_FINDINGS = 3


def _sheet(
    index: Index,
    history: History,
    row: RowId | None,
    now: float,
    outcomes: Mapping[int, Outcome] | None,
) -> Details:
    if row is None:
        return Details(
            "nothing selected", (Entry("", "Select a row with ↑ ↓ or the mouse.", "muted"),)
        )
    kind, key = row
    rows = index.snapshot
    if kind == CLIENT and key in rows.clients:
        return client_sheet(index, history, rows.clients[key], now, (outcomes or {}).get(key))
    if kind == WORKER and key in rows.workers:
        return worker_sheet(index, history, rows.workers[key], now)
    if kind == CONNECTION and key in rows.connections:
        return connection_sheet(index, history, rows.connections[key], now)
    if kind == ALIAS and key in rows.aliases:
        return Details("alias", tuple(alias_entries(index, rows.aliases[key], now)))
    if kind == SOCKET and key in rows.sockets:
        return socket_sheet(index, rows.sockets[key])
    if kind == TARGET:
        return target_sheet(index, now)
    return section_sheet(row, row_name(row))


def target_sheet(index: Index, now: float) -> Details:
    """A target among several."""
    row = next(iter(index.snapshot.target.values()), None)
    if row is None:
        return Details("target", (Entry("", "It is being started, or could not be.", "muted"),))
    return Details(
        f"pymilvus {row.pymilvus}",
        (
            Entry("", f"{row.rule[:1].upper()}{row.rule[1:]}".rstrip(".") + "."),
            BLANK,
            *(Entry("", said, word) for word, said in headline.counts(index)),
            BLANK,
            Entry("process", str(row.pid)),
            Entry("Python", row.python),
            Entry("server", f"{row.uri} {row.server}".strip()),
            Entry("database", text.database_name(row.database)),
            Entry("login", row.login or "none"),
            Entry("started", f"{text.clock(row.started)} ({text.age(now - row.started)} ago)"),
        ),
    )


def row_name(row: RowId) -> str:
    """What a row is called in a sentence."""
    kind, key = row
    if kind == CLIENT:
        return text.client_name(key)
    if kind == CONNECTION:
        return f"connection {text.letters(key)}"
    return f"{kind} {key}"


def section_sheet(row: RowId, name: str) -> Details:
    """Headings, and rows that are gone."""
    if row == UNWIRED:
        said = "Clients under this heading resolve to no connection: their calls fail at once."
        return Details("no connection", (Entry("", said),))
    if row[0] == "section":
        said = "Connections whose TCP socket is not known: none was opened yet, or none is left."
        return Details("no socket", (Entry("", said),))
    return Details(f"{name} is gone", (Entry("", "It no longer exists in the target.", "muted"),))


def state_entries(state: State, now: float) -> Iterator[Entry]:
    """The state with its age, and the last error in full."""
    for_ = text.age(now - state.since)
    yield Entry(
        "", f"{state.glyph} {state.word} for {for_}, since {text.clock(state.since)}", state.word
    )
    if state.revived:
        yield Entry("", "↻ closed, and resolves again: its alias was made anew", "warning")
    if state.error_class or state.error:
        yield BLANK
        if state.error_class:
            yield Entry("", state.error_class, states.FAILS)
        if state.error:
            yield Entry("", state.error)
    yield BLANK


def history_entries(samples: list[Sample]) -> Iterator[Entry]:
    """The last calls as a line of bars, and their spread."""
    if not samples:
        return
    yield BLANK
    yield Entry("calls", sparkline(samples, DEPTH), "spark")
    found = spread(samples)
    if found:
        low, middle, high = map(text.latency, found)
        yield Entry("latency", f"{low} … {high}, median {middle}")


def client_sheet(
    index: Index, history: History, row: wire.Client, now: float, outcome: Outcome | None = None
) -> Details:
    """A client: its state, what it resolves to, what was asked for, and who closed it."""
    state = states.client_state(index, row)
    return Details(
        text.client_name(row.id),
        (
            *state_entries(state, now),
            *own_entries(index, row, now),
            *resolution_entries(index, row),
            *origin.differing(index, row),
            *origin.asked(index, row, now),
            *outcome_entries(outcome),
            *worker_entries(index, row.id),
            *damage_entries(index, row),
            *history_entries(samples_of(index, history, row)),
        ),
    )


def own_entries(index: Index, row: wire.Client, now: float) -> Iterator[Entry]:
    """What the program's own calls tell, where nobody probes."""
    connection = index.connection_of(row)
    state = states.client_state(index, row)
    if connection is None or not state.own:
        return
    target = headline.target_of(index.snapshot)
    whose = "" if target is None or target.probes else " of the program's own"
    yield Entry("", own_line(connection, whose, state.last, now))


def own_line(row: wire.Connection, whose: str, last: float | None, now: float) -> str:
    """`12 calls of the program's own on its connection, none failed; the last 3 s ago.`"""
    if not row.calls:
        return f"No call{whose} on its connection yet."
    failed = f"{row.failures:,} failed" if row.failures else "none failed"
    when = "none since it is watched" if last is None else f"the last {text.age(now - last)} ago"
    return f"{text.plural(row.calls, 'call')}{whose} on its connection, {failed}; {when}."


def samples_of(index: Index, history: History, row: wire.Client) -> list[Sample]:
    """The last calls on what a client resolves to."""
    alias = index.alias_of(row)
    if alias is None or alias.connection is None:
        return []
    verdict = index.verdicts.get((alias.connection, row.database))
    return [] if verdict is None else list(history.verdicts.get(verdict.id, ()))


def resolution_entries(index: Index, row: wire.Client) -> Iterator[Entry]:
    """Alias, connection and socket that a client resolves to now."""
    alias = index.alias_of(row)
    state = states.client_state(index, row)
    if state.latency is not None:
        yield Entry("last call", text.latency(state.latency))
    if state.collections is not None:
        yield Entry("saw", text.plural(state.collections, "collection"))
    if alias is not None:
        yield Entry("alias", alias.text)
        others = len(index.members.get(alias.id, ())) - 1
        yield Entry("shared by", text.plural(others, "other client") if others else "nobody else")
    connection = index.connection_of(row)
    if connection is None:
        yield Entry("connection", "none", states.FAILS)
        if alias is not None and alias.cause:
            yield Entry("cause", alias.cause)
    else:
        yield Entry("connection", f"{text.letters(connection.id)}  {connection.address}")
        socket = index.snapshot.sockets.get(connection.socket or -1)
        if socket is not None:
            yield Entry("socket", f"{socket.local} → {socket.remote}")
    yield Entry("database", text.database_name(row.database))
    yield Entry("login", row.login or "none")


def worker_entries(index: Index, client: int) -> Iterator[Entry]:
    """The threads that call with a client."""
    keys = index.workers.get(client, ())
    if not keys:
        return
    yield BLANK
    for place, key in enumerate(keys):
        worker = index.snapshot.workers[key]
        state = states.worker_state(worker)
        said = f"{state.glyph} {worker.thread}, {text.plural(worker.calls, 'call')}"
        yield Entry(" " if place else "threads", said, state.word)


def damage_entries(index: Index, row: wire.Client) -> Iterator[Entry]:
    """What a close() would break, as a prediction."""
    damage = close_impact.would_break(index, row.id)
    if damage:
        yield BLANK
        yield Entry("close()", f"would break {damage.text}", "warning")


def outcome_entries(outcome: Outcome | None) -> Iterator[Entry]:
    """What was said that the close() would break, and what it broke."""
    if outcome is None:
        return
    if outcome.agrees:
        yield Entry("broke", f"{predictions.named(outcome.broke)}, as foretold")
    else:
        yield Entry("foretold", predictions.named(outcome.foretold), "warning")
        yield Entry("broke", predictions.named(outcome.broke), "warning")


def worker_sheet(index: Index, history: History, row: wire.Worker, now: float) -> Details:
    """A thread that was handed a client."""
    state = states.worker_state(row)
    name = text.client_name(row.client)
    last = [] if state.latency is None else [Entry("last call", text.latency(state.latency))]
    return Details(
        f"{name} in {row.thread}",
        (
            *state_entries(state, now),
            Entry("client", name),
            Entry("thread", row.thread),
            *last,
            Entry("calls", f"{row.calls:,}"),
            *history_entries(list(history.workers.get(row.id, ()))),
        ),
    )


def connection_sheet(index: Index, history: History, row: wire.Connection, now: float) -> Details:
    """A connection: where it leads, its channel and socket, its aliases and its probes."""
    socket = index.snapshot.sockets.get(row.socket or -1)
    entries = [
        Entry("address", row.address),
        Entry("TLS", "yes" if row.secure else "no"),
        Entry("login", row.login or "none"),
        *([Entry("database", row.database)] if row.database else []),
        Entry("channel", text.joined([str(row.channel or ""), row.state]) or "not known"),
        Entry("socket", f"{socket.local} → {socket.remote}" if socket else "not known"),
        Entry("calls", f"{row.calls:,} started, {row.failures:,} failed"),
    ]
    for key in index.aliases.get(row.id, []):
        entries += [BLANK, *alias_entries(index, index.snapshot.aliases[key], now)]
    for verdict in index.snapshot.verdicts.values():
        if verdict.connection == row.id:
            entries += [BLANK, *verdict_entries(history, verdict, now)]
    return Details(f"connection {text.letters(row.id)}", tuple(entries))


def verdict_entries(history: History, row: wire.Verdict, now: float) -> Iterator[Entry]:
    """The probes of one database over a connection."""
    glyph = states.GLYPHS.get(row.state, "?")
    said = f"{glyph} {row.state} for {text.age(now - row.since)}"
    yield Entry("database", text.database_name(row.database))
    yield Entry("probe", f"{said}, {text.latency(row.latency)}", row.state)
    if row.error_class or row.error:
        yield Entry("error", f"{row.error_class}: {row.error}")
    elif row.collections >= 0:
        yield Entry("saw", text.plural(row.collections, "collection"))
    yield Entry("calls", sparkline(history.verdicts.get(row.id, ()), DEPTH), "spark")


def alias_entries(index: Index, row: wire.Alias, now: float) -> Iterator[Entry]:
    """An alias: what it resolves to, who holds it, and what close() does to it."""
    spans = index.spans(row.id)
    yield Entry("alias", row.text)
    if row.orm:
        site = index.snapshot.sites.get(row.place)
        by = f" by {site.text}" if site is not None else ""
        on = f", thread {text.thread_name(row.thread)}" if row.thread else ""
        yield Entry("made", f"connections.connect(){by}{on}")
        yield from origin.calls(site.frames if site is not None else ())
    if states.leaked(index, row):
        yield Entry("", "⚠ leaked: no client is left that could close it", "warning")
    elif states.idle(index, row):
        yield Entry("", "idle: open, and no client is left", "muted")
    yield Entry("registered", "yes" if row.registered else "no")
    if row.connection is None:
        yield Entry("connection", "none", states.FAILS)
        if row.error_class or row.error:
            yield Entry("error", f"{row.error_class}: {row.error}")
    else:
        yield Entry("connection", text.letters(row.connection))
    yield Entry("since", f"{text.clock(row.since)} ({text.age(now - row.since)})")
    if row.cause:
        yield Entry("cause", row.cause)
    named = f": {text.client_list(spans)}" if spans else ""
    yield Entry("clients", f"{client_names.count(spans):,}{named}")
    if row.dropped:
        yield Entry("dropped", f"{text.plural(row.dropped, 'client')} without close()")
    if row.orm and not spans:
        return
    fate = (
        "breaks all clients of this alias"
        if row.close_breaks_sharers
        else "touches no other client"
    )
    yield Entry("close()", fate)


def socket_sheet(index: Index, row: wire.Socket) -> Details:
    """A socket, and the connections that ride it."""
    riders = [c for c in index.snapshot.connections.values() if c.socket == row.id]
    names = ", ".join(text.letters(c.id) for c in riders)
    entries = [
        Entry("local", row.local),
        Entry("remote", row.remote),
        Entry(
            "carries", f"{text.plural(len(riders), 'connection')}: {names}" if riders else "none"
        ),
    ]
    if len(riders) > 1:
        said = "Several connections share this one socket: they do not add throughput of their own."
        entries += [BLANK, Entry("", said, "muted")]
    return Details("socket", tuple(entries))
