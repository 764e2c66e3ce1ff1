"""What one line of the wiring says: rows of a view as parts, without a widget."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from milvus_tui.model import headline, states, text
from milvus_tui.model.history import sparkline
from milvus_tui.model.layout import ALIAS, CLIENT, CONNECTION, SOCKET, UNWIRED, WORKER, Row, below
from milvus_tui.tui.render.columns import GAP, OVERLAID, Columns
from milvus_tui.tui.render.styled_text import Span, crop_parts, fit, spread_parts, tone_of, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from milvus_tui import wire
    from milvus_tui.model.history import Sample
    from milvus_tui.model.states import State
    from milvus_tui.tui.target_stack import Slot
    from milvus_tui.tui.view import View

MARK = "❯"
"""Before the selected line: colour is never the only difference."""

DOOMED = "↯"
"""Before a line that would break if the selected client were closed."""

ASTRAY = "≠"
"""Behind the name of a client whose connection is not what it asked for."""

FOLDED, OPEN = "▸", "▾"
"""Before a heading whose rows are hidden; before a target's whose rows are shown."""

ROOMY = 90
"""From so many cells on, tree lines take three cells a level instead of two."""


def guides(row: Row, width: int) -> str:
    """The tree lines before a row."""
    if not row.guides:
        return ""
    line, gap, own = ("│  ", "   ", "─ ") if width >= ROOMY else ("│ ", "  ", "─")
    above = "".join(line if more else gap for more in row.guides[:-1])
    return above + ("├" if row.guides[-1] else "└") + own


def margin(view: View, row: Row, chosen: bool) -> Span:
    """What stands before a line: that it is selected, or that it breaks with the selected one."""
    if chosen:
        return MARK, "label"
    kind, key = row.id
    doomed = False
    if view.blast is not None and kind == CLIENT:
        doomed = view.blast.hits(view.snapshot.clients[key])
    elif view.blast is not None and kind == WORKER:
        client = view.snapshot.clients.get(view.snapshot.workers[key].client)
        doomed = client is not None and view.blast.hits_worker(client)
    elif view.blast is not None and row.folded:
        doomed = view.blast.alias in below(view.index, row.id)
    return (DOOMED, "fails") if doomed else (" ", "plain")


def signature(view: View, row: Row) -> tuple[object, ...]:
    """What a line is drawn from, but for the time; the same means that the line is the same."""
    kind, key = row.id
    index, rows = view.index, view.snapshot
    if row.folded:
        return (*signature(view, replace(row, folded=False)), *folded_counts(view, row))
    if kind == CLIENT:
        client = rows.clients[key]
        alias = index.alias_of(client)
        on = None if alias is None or alias.connection is None else alias.connection
        verdict = None if on is None else index.verdicts.get((on, client.database))
        connection = index.connection_of(client) if verdict is None else None
        loop = rows.loops.get(client.loop) if client.loop is not None else None
        return (row, client, alias, verdict or connection, loop)
    if kind == WORKER:
        return (row, rows.workers[key])
    if kind == ALIAS:
        return (row, rows.aliases[key], len(index.members.get(key, ())), index.threads([key]))
    if kind == CONNECTION:
        held = index.aliases.get(key, ())
        counts = tuple((rows.aliases[a], len(index.members.get(a, ()))) for a in held)
        return (row, rows.connections[key], counts, index.threads(held))
    if kind == SOCKET:
        return (row, rows.sockets[key], view.riders[key])
    return (row,)


def age_of(view: View, row: Row) -> str:
    """For how long a client or a worker has been as it is, as it is written."""
    kind, key = row.id
    if kind == CLIENT:
        state = states.client_state(view.index, view.snapshot.clients[key])
        if state.last is not None:
            return f"{text.age(view.now - state.since)} {text.age(view.now - state.last)}"
        since = state.since
    else:
        since = states.worker_state(view.snapshot.workers[key]).since
    return text.age(view.now - since)


def line(view: View, row: Row, columns: Columns, width: int) -> list[Span]:
    """The parts of one line, `width` cells at most."""
    kind, key = row.id
    rows = view.snapshot
    lead = guides(row, width) + (f"{FOLDED} " if row.folded else "")
    hidden = folded_counts(view, row)
    if kind == CLIENT:
        return client_line(view, rows.clients[key], lead, columns)
    if kind == WORKER:
        return worker_line(view, rows.workers[key], lead, columns)
    if kind == CONNECTION:
        return connection_line(view, rows.connections[key], lead, hidden, width)
    if kind == ALIAS:
        return alias_line(view, rows.aliases[key], lead, hidden, width, top=not row.guides)
    if kind == SOCKET:
        socket = rows.sockets[key]
        left = [(f"{lead}socket ", "muted"), (f"{socket.local} → {socket.remote}", "strong")]
        riders = [(text.plural(view.riders[key], "connection"), "muted")]
        return spread_parts(left, [*riders, *hidden], width)
    said = "no connection" if row.id == UNWIRED else "no socket"
    named = (f"{lead}{said}", "fails" if row.id == UNWIRED else "muted")
    return spread_parts([named], hidden, width) if hidden else crop_parts([named], width)


def folded_counts(view: View, row: Row) -> list[Span]:
    """The states of the clients that a folded heading hides; empty for any other row."""
    if not row.folded:
        return []
    counts = headline.counts(view.index, below(view.index, row.id))
    return [part for word, said in counts for part in (("  ", "plain"), (said, tone_of(word)))]


def target_line(slot: Slot, name: str, width: int) -> list[Span]:
    """A target above its rows: its release and process, its release's rule, and its counts."""
    view = slot.view
    target = headline.target_of(view.snapshot)
    fold = FOLDED if slot.folded else OPEN
    title, other = slot.title
    left: list[Span] = [(f"{fold} {title if slot.by_pid else f'pymilvus {name}'}", "title")]
    counts: list[Span] = []
    found = headline.found(view.findings, [view.findings]) if slot.by_pid else None
    if found is not None:
        counts += [(found[1], found[0]), ("  ", "plain")]
    for word, said in headline.counts(view.index):
        counts += [(said, tone_of(word)), ("  ", "plain")]
    made = sum(site.created for site in view.snapshot.sites.values())
    if made and not view.snapshot.clients:
        counts += [(f"{text.plural(made, 'client')} gone", "muted"), ("  ", "plain")]
    if target is None:
        return [*left, (f" · {slot.banner}", "warning")] if slot.banner else left
    if slot.banner:
        said = slot.banner.replace(f"process {target.pid} ", "")
        tone = "muted" if target.ended else "warning"
        return spread_parts([*left, (f" · {said}", tone)], counts[:-1], width)
    pid: Span = (f" · {other}", "strong")
    # What close() does says most of a rule.
    said = target.rule.rstrip(".")
    fate = next((part for part in said.split("; ") if part.startswith("closing")), said)
    rule, short = ((f" · {words}", "muted") for words in (said, fate))
    ways: list[list[Span]] = [[pid, rule], [pid, short], [short]]
    room = width - width_of(left) - width_of(counts)
    fitting = next((way for way in ways if width_of(way) <= room), ways[-1])
    return spread_parts([*left, *fitting], counts[:-1], width)


def target_signature(slot: Slot, name: str) -> tuple[object, ...]:
    """What a target's line is drawn from."""
    view = slot.view
    counts = tuple(headline.counts(view.index))
    found = headline.found(view.findings, [view.findings])
    target, sites = headline.target_of(view.snapshot), view.snapshot.sites
    return (name, slot.folded, slot.banner, counts, found, target, id(sites))


def client_line(view: View, client: wire.Client, lead: str, columns: Columns) -> list[Span]:
    """A client: its name, its state, and what its last call gave."""
    index = view.index
    state = states.client_state(index, client)
    alias = index.alias_of(client)
    samples: Iterable[Sample] = ()
    if alias is not None and alias.connection is not None:
        verdict = index.verdicts.get((alias.connection, client.database))
        samples = view.history.verdicts.get(verdict.id, ()) if verdict else ()
    name = text.client_name(client.id) + (" ↻" if state.revived else "")
    name += f" {ASTRAY}" if any(word != "alias" for word in client.differs) else ""
    loop = view.snapshot.loops.get(client.loop) if client.loop is not None else None
    stranded = loop is not None and loop.state in ("closed", "gone") and client.closed is None
    cells = {
        "thread": (
            ("no loop", "warning") if stranded else (text.thread_name(client.thread), "muted")
        ),
        "database": (text.database_name(client.database), "muted"),
        "login": (client.login or "no login", "muted"),
        "alias": (alias.text if alias else "", "muted"),
    }
    remark = state.error or state.error_class
    if state.word == states.CLOSED:
        remark = f"by {client.closed_by}" if client.closed_by else ""
    tone = tone_of(state.word)
    if state.own and not remark:
        remark, tone = own_calls(view, client, state), "muted"
    return state_line(view, (lead, name), state, (remark, tone), samples, cells, columns)


def own_calls(view: View, client: wire.Client, state: State) -> str:
    """What the program called on a client's connection, where nobody probes."""
    if state.last is not None:
        return f"own calls, last {text.age(view.now - state.last)} ago"
    row = view.index.connection_of(client)
    if row is None or not row.calls:
        return "no call yet"
    return f"{text.plural(row.calls, 'call')}, none since it was seen"


def worker_line(view: View, worker: wire.Worker, lead: str, columns: Columns) -> list[Span]:
    """A thread that calls with the client above it."""
    state = states.worker_state(worker)
    cells = {"thread": (f"{worker.calls:,} calls", "muted")}
    samples = view.history.workers.get(worker.id, ())
    remark = state.error or state.error_class
    said = remark, tone_of(state.word)
    return state_line(view, (lead, worker.thread), state, said, samples, cells, columns)


def state_line(
    view: View,
    named: tuple[str, str],
    state: State,
    said: Span,
    samples: Iterable[Sample],
    cells: dict[str, Span],
    columns: Columns,
) -> list[Span]:
    """A line of columns. A remark, such as an error, takes the place of the call's figures."""
    tone = tone_of(state.word)
    lead, name = named
    remark, how_said = said
    filled: dict[str, Span] = {
        **cells,
        "state": (state.word, tone),
        "age": (text.age(view.now - state.since), "muted"),
        "latency": ("" if state.latency is None else text.latency(state.latency), "plain"),
        "collections": ("" if state.collections is None else f"{state.collections:,}", "plain"),
    }
    parts: list[Span] = []
    done = False
    for column, size in zip(columns.shown, columns.widths, strict=True):
        if remark and column.name in OVERLAID:
            if not done:
                parts += [
                    (fit(" ".join(remark.split()), columns.overlay), how_said),
                    (" " * GAP, "plain"),
                ]
            done = True
            continue
        if column.name == "name":
            glyph = [(lead, "faint"), (f"{state.glyph} ", tone), (name, "strong")]
            shown = crop_parts(glyph, size)
            parts += [*shown, (" " * (size - width_of(shown)), "plain")]
        elif column.name == "history":
            parts.append((fit(sparkline(samples, size), size), "spark"))
        else:
            words, how = filled.get(column.name, ("", "plain"))
            parts.append((fit(words, size, right=column.right), how))
        parts.append((" " * GAP, "plain"))
    return parts


def usage(view: View, aliases: Sequence[wire.Alias], *, briefly: bool = False) -> list[Span]:
    """Who uses an alias or a connection: `11 clients · 3 threads`, or that nobody does."""
    clients = sum(len(view.index.members.get(alias.id, ())) for alias in aliases)
    if not clients and any(states.leaked(view.index, alias) for alias in aliases):
        dropped = sum(alias.dropped for alias in aliases)
        gone = f" ({dropped:,} dropped)" if dropped and not briefly else ""
        return [(f"⚠ leaked{gone}" if briefly else f"⚠ leaked: no client left{gone}", "warning")]
    if not clients and any(states.idle(view.index, alias) for alias in aliases):
        return [("idle" if briefly else "idle: no client left", "muted")]
    if not clients and any(alias.orm for alias in aliases):
        return [("ORM" if briefly else "ORM: connections.connect()", "muted")]
    threads = view.index.threads(alias.id for alias in aliases)
    counts = [text.plural(clients, "client"), text.plural(threads, "thread") if threads else ""]
    return [(text.joined(counts), "muted")]


def connection_line(
    view: View, row: wire.Connection, lead: str, hidden: list[Span], width: int
) -> list[Span]:
    """A connection with the alias that stands for it, if there is only one.

    The alias is what tells connections apart: where there is no room, the rest goes first.

    Args:
        hidden: of `folded_counts()`.
    """
    held = [view.snapshot.aliases[key] for key in view.index.aliases.get(row.id, ())]
    letter = [(lead, "faint"), (f"{text.letters(row.id)} ", "label")]
    address = [(row.address, "strong")]
    if row.state not in ("READY", "IDLE", ""):
        address.append((f" {row.state.lower().replace('_', ' ')}", "warning"))
    database: list[Span] = []
    if row.database not in ("", text.database_name("")):
        database = [("  db ", "muted"), (row.database, "plain")]
    login: list[Span] = [("  login ", "muted"), (row.login, "plain")] if row.login else []
    alias: list[Span] = []
    if len(held) == 1:
        alias = [("  alias ", "muted"), (held[0].text, "plain")]
    full, brief = [*usage(view, held), *hidden], hidden or usage(view, held, briefly=True)
    ways = [
        ([*letter, *address, *database, *login, *alias], full),
        ([*letter, *address, *login, *alias], full),
        ([*letter, *address, *alias], full),
        ([*letter, *address, *alias], brief),
        ([*letter, *((said.lstrip(), tone) for said, tone in alias or address)], brief),
    ]
    return first_that_fits(ways, width)


def first_that_fits(ways: Sequence[tuple[list[Span], list[Span]]], width: int) -> list[Span]:
    """The first way in which both ends of a line have room, else as much of the last as has."""
    for left, right in ways:
        if width_of(left) + width_of(right) < width:
            break
    return spread_parts(left, right, width)


def alias_line(
    view: View, row: wire.Alias, lead: str, hidden: list[Span], width: int, *, top: bool
) -> list[Span]:
    """An alias that has a line of its own; without one above it, it says why.

    Args:
        hidden: of `folded_counts()`.
        top: whether there is none above it.
    """
    left = [(lead, "faint"), ("alias ", "muted"), (row.text, "strong")]
    if top:
        left.insert(1, ("no connection  ", "fails"))
    why: list[Span] = []
    if row.connection is None and row.cause:
        why = [(f"  {row.cause}", "muted")]
    used = usage(view, [row])
    if not hidden:
        return spread_parts([*left, *why], used, width)
    ways = [([*left, *why], [*used, *hidden]), ([*left, *why], hidden), (left, hidden)]
    return first_that_fits(ways, width)
