"""Each row of the connections panel as a line of styled spans, without a widget."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from milvus_tui.model import attempts, headline, states, text
from milvus_tui.model.connection_tree import aliases_below
from milvus_tui.model.history import sparkline
from milvus_tui.model.row_ids import (
    ALIAS,
    ATTEMPT,
    CLIENT,
    CONNECTION,
    NO_CONNECTION,
    SOCKET,
    WORKER,
    Row,
)
from milvus_tui.tui.render.columns import GAP, OVERLAID, Columns
from milvus_tui.tui.render.styled_text import Span, crop_spans, fit, spread_spans, tone_of, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from milvus_tui import wire
    from milvus_tui.model.history import Sample
    from milvus_tui.model.states import State
    from milvus_tui.tui.target_list import ShownTarget
    from milvus_tui.tui.view import View

MARK = "❯"
"""Before the selected line: colour is never the only difference."""

WOULD_BREAK = "↯"
"""Before a line that would break if the selected client were closed."""

DIFFERS = "≠"
"""After the name of a client whose connection differs from what the client requested."""

FOLDED, OPEN = "▸", "▾"
"""Before a heading whose rows are hidden; before a target's whose rows are shown."""

ROOMY = 90
"""From this width on, tree lines take three cells a level instead of two."""


def guides(row: Row, width: int) -> str:
    """The tree lines before a row."""
    if not row.guides:
        return ""
    line, gap, own = ("│  ", "   ", "─ ") if width >= ROOMY else ("│ ", "  ", "─")
    above = "".join(line if more else gap for more in row.guides[:-1])
    return above + ("├" if row.guides[-1] else "└") + own


def margin(view: View, row: Row, chosen: bool) -> Span:
    """The mark before a line: it is selected, or close() of the selected client would break it."""
    if chosen:
        return MARK, "label"
    kind, key = row.id
    would_break = False
    if view.close_impact is not None and kind == CLIENT:
        would_break = view.close_impact.breaks(view.snapshot.clients[key])
    elif view.close_impact is not None and kind == WORKER:
        client = view.snapshot.clients.get(view.snapshot.workers[key].client)
        would_break = client is not None and view.close_impact.breaks_worker(client)
    elif view.close_impact is not None and row.folded:
        would_break = view.close_impact.alias in aliases_below(view.index, row.id)
    return (WOULD_BREAK, "fails") if would_break else (" ", "plain")


def signature(view: View, row: Row) -> tuple[object, ...]:
    """What a line is drawn from, except the time. Two equal signatures draw the same line."""
    kind, key = row.id
    index, rows = view.index, view.snapshot
    if row.folded:
        return (*signature(view, replace(row, folded=False)), *folded_counts(view, row))
    if kind == CLIENT:
        client = rows.clients[key]
        alias = index.alias_of(client)
        at = None if alias is None else alias.connection
        verdict = None if at is None else index.verdicts.get((at, client.database))
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
    if kind == ATTEMPT:
        return (row, rows.attempts[key])
    if kind == SOCKET:
        return (row, rows.sockets[key], view.socket_users[key])
    return (row,)


def age_of(view: View, row: Row) -> str:
    """How long a client, a worker or an attempt has been in its state, as the line shows it."""
    kind, key = row.id
    if kind == ATTEMPT:
        return text.age(view.now - view.snapshot.attempts[key].started)
    if kind == CLIENT:
        state = states.client_state(view.index, view.snapshot.clients[key])
        if state.last is not None:
            return f"{text.age(view.now - state.since)} {text.age(view.now - state.last)}"
        since = state.since
    else:
        since = states.worker_state(view.snapshot.workers[key]).since
    return text.age(view.now - since)


def line(view: View, row: Row, columns: Columns, width: int) -> list[Span]:
    """One line, at most `width` cells."""
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
    if kind == ATTEMPT:
        return attempt_line(rows.attempts[key], view.now, width)
    if kind == SOCKET:
        socket = rows.sockets[key]
        left = [(f"{lead}socket ", "muted"), (f"{socket.local} → {socket.remote}", "strong")]
        users = [(text.plural(view.socket_users[key], "connection"), "muted")]
        return spread_spans(left, [*users, *hidden], width)
    title = "no connection" if row.id == NO_CONNECTION else "no socket"
    heading = (f"{lead}{title}", "fails" if row.id == NO_CONNECTION else "muted")
    return spread_spans([heading], hidden, width) if hidden else crop_spans([heading], width)


def attempt_line(row: wire.Attempt, now: float, width: int) -> list[Span]:
    """The line of an attempt: `… connecting to 127.0.0.1:19530 for 3 s, MilvusClient() at …`."""
    glyph, tone = ("…", "warning") if row.state == attempts.CONNECTING else ("✗", "fails")
    to = [(" to ", "muted"), (row.target, "strong")] if row.target else []
    words = attempts.summary(row, now)
    return crop_spans([(f"{glyph} {row.state}", tone), *to, (f" {words}", "plain")], width)


def folded_counts(view: View, row: Row) -> list[Span]:
    """The states of the clients that a folded heading hides; empty for any other row."""
    if not row.folded:
        return []
    counts = headline.counts(view.index, aliases_below(view.index, row.id))
    return [span for word, count in counts for span in (("  ", "plain"), (count, tone_of(word)))]


def target_line(shown_target: ShownTarget, name: str, width: int) -> list[Span]:
    """The line of a target, above its rows: release, process, the release's rule, and counts."""
    view = shown_target.view
    target = headline.target_of(view.snapshot)
    fold = FOLDED if shown_target.folded else OPEN
    title, other = shown_target.title
    left: list[Span] = [(f"{fold} {title if shown_target.by_pid else f'pymilvus {name}'}", "title")]
    counts: list[Span] = []
    found = headline.found(view.findings, [view.findings]) if shown_target.by_pid else None
    if found is not None:
        counts += [(found[1], found[0]), ("  ", "plain")]
    for word, count in headline.counts(view.index):
        counts += [(count, tone_of(word)), ("  ", "plain")]
    created = sum(site.created for site in view.snapshot.sites.values())
    if created and not view.snapshot.clients:
        counts += [(f"{text.plural(created, 'client')} gone", "muted"), ("  ", "plain")]
    if target is None:
        return [*left, (f" · {shown_target.banner}", "warning")] if shown_target.banner else left
    if shown_target.banner:
        banner = shown_target.banner.replace(f"process {target.pid} ", "")
        tone = "muted" if target.ended else "warning"
        return spread_spans([*left, (f" · {banner}", tone)], counts[:-1], width)
    pid: Span = (f" · {other}", "strong")
    # The clause about close() is the most useful one of a rule.
    whole = target.rule.rstrip(".")
    clause = next((part for part in whole.split("; ") if part.startswith("closing")), whole)
    rule, short = ((f" · {words}", "muted") for words in (whole, clause))
    ways: list[list[Span]] = [[pid, rule], [pid, short], [short]]
    room = width - width_of(left) - width_of(counts)
    fitting = next((way for way in ways if width_of(way) <= room), ways[-1])
    return spread_spans([*left, *fitting], counts[:-1], width)


def target_signature(shown_target: ShownTarget, name: str) -> tuple[object, ...]:
    """What a target's line is drawn from."""
    view = shown_target.view
    counts = tuple(headline.counts(view.index))
    found = headline.found(view.findings, [view.findings])
    target, sites = headline.target_of(view.snapshot), view.snapshot.sites
    return (name, shown_target.folded, shown_target.banner, counts, found, target, id(sites))


def client_line(view: View, client: wire.Client, lead: str, columns: Columns) -> list[Span]:
    """The line of a client: its name, its state, and the result of its last call."""
    index = view.index
    state = states.client_state(index, client)
    alias = index.alias_of(client)
    samples: Iterable[Sample] = ()
    if alias is not None and alias.connection is not None:
        verdict = index.verdicts.get((alias.connection, client.database))
        samples = view.history.verdicts.get(verdict.id, ()) if verdict else ()
    name = text.client_name(client.id) + (" ↻" if state.revived else "")
    name += f" {DIFFERS}" if any(word != "alias" for word in client.differs) else ""
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
        remark, tone = own_call_remark(view, client, state), "muted"
    return state_line(view, (lead, name), state, (remark, tone), samples, cells, columns)


def own_call_remark(view: View, client: wire.Client, state: State) -> str:
    """The program's own calls on a client's connection, where no probe runs."""
    row = view.index.connection_of(client)
    if row is not None and row.running:
        method, began, tries, _ = row.running[0]
        return f"{method} runs since {text.clock(began)}" + (f", try {tries}" if tries > 1 else "")
    if state.last is not None:
        return f"own calls, last {text.age(view.now - state.last)} ago"
    if row is None or not row.calls:
        return "no call yet"
    return f"{text.plural(row.calls, 'call')}, none since it was seen"


def worker_line(view: View, worker: wire.Worker, lead: str, columns: Columns) -> list[Span]:
    """The line of a thread that calls with the client above it."""
    state = states.worker_state(worker)
    cells = {"thread": (f"{worker.calls:,} calls", "muted")}
    samples = view.history.workers.get(worker.id, ())
    remark = state.error or state.error_class
    styled = remark, tone_of(state.word)
    return state_line(view, (lead, worker.thread), state, styled, samples, cells, columns)


def state_line(
    view: View,
    name: tuple[str, str],
    state: State,
    remark: Span,
    samples: Iterable[Sample],
    cells: dict[str, Span],
    columns: Columns,
) -> list[Span]:
    """A line of columns.

    Args:
        name: the tree lines before the name, and the name.
        remark: such as an error. It takes the place of the `OVERLAID` columns; empty for none.
        cells: by column, the texts that do not come from `state`.
    """
    filled: dict[str, Span] = {
        **cells,
        "state": (state.label, tone_of(state.word)),
        "age": (text.age(view.now - state.since), "muted"),
        "latency": ("" if state.latency is None else text.latency(state.latency), "plain"),
        "collections": ("" if state.collections is None else f"{state.collections:,}", "plain"),
    }
    spans: list[Span] = []
    message = fit(" ".join(remark[0].split()), columns.overlay)
    overlay: list[Span] = [(message, remark[1]), (" " * GAP, "plain")]
    for column, size in zip(columns.shown, columns.widths, strict=True):
        if remark[0] and column.name in OVERLAID:
            spans += overlay
            overlay = []
            continue
        if column.name == "name":
            spans += name_cell(name, state, size)
        elif column.name == "history":
            spans.append((fit(sparkline(samples, size), size), "spark"))
        else:
            words, shade = filled.get(column.name, ("", "plain"))
            spans.append((fit(words, size, right=column.right), shade))
        spans.append((" " * GAP, "plain"))
    return spans


def name_cell(name: tuple[str, str], state: State, width: int) -> list[Span]:
    """The tree lines, the state's glyph and the name, in exactly `width` cells."""
    glyph = (f"{state.glyph} ", tone_of(state.word))
    shown = crop_spans([(name[0], "faint"), glyph, (name[1], "strong")], width)
    return [*shown, (" " * (width - width_of(shown)), "plain")]


def usage(view: View, aliases: Sequence[wire.Alias], *, briefly: bool = False) -> list[Span]:
    """What uses an alias or a connection: `11 clients · 3 threads`, or that no client does."""
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
    """The line of a connection, with its alias if there is only one.

    The alias tells connections apart, so a narrow line leaves everything else out first.

    Args:
        hidden: the result of `folded_counts()`.
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
        ([*letter, *((word.lstrip(), tone) for word, tone in alias or address)], brief),
    ]
    return first_that_fits(ways, width)


def first_that_fits(ways: Sequence[tuple[list[Span], list[Span]]], width: int) -> list[Span]:
    """The first way whose two ends both fit into a line, else the last way, cropped."""
    for left, right in ways:
        if width_of(left) + width_of(right) < width:
            break
    return spread_spans(left, right, width)


def alias_line(
    view: View, row: wire.Alias, lead: str, hidden: list[Span], width: int, *, top: bool
) -> list[Span]:
    """The line of an alias. An alias without a connection says why it has none.

    Args:
        hidden: the result of `folded_counts()`.
        top: whether there is no line above it that says `no connection`.
    """
    left = [(lead, "faint"), ("alias ", "muted"), (row.text, "strong")]
    if top:
        left.insert(1, ("no connection  ", "fails"))
    why: list[Span] = []
    if row.connection is None and row.cause:
        why = [(f"  {row.cause}", "muted")]
    used = usage(view, [row])
    if not hidden:
        return spread_spans([*left, *why], used, width)
    ways = [([*left, *why], [*used, *hidden]), ([*left, *why], hidden), (left, hidden)]
    return first_that_fits(ways, width)
