"""Wrong event loop: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import ERROR, WARNING, Explanation, Variant
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup

IN_LOOP = (
    "Create an AsyncMilvusClient in the event loop that uses it, and await its close() in the same "
    "loop: in a finally of the coroutine that asyncio.run() is given. Threads share a client "
    "by one loop, to which they hand coroutines with asyncio.run_coroutine_threadsafe(). "
)

MADE = (
    "Do not create an AsyncMilvusClient while a module is imported, or anywhere else where no "
    "event loop runs: its channel then belongs to a loop that never serves it. "
)

FRAMEWORKS = {
    "uvicorn": "Under uvicorn or gunicorn, create it in the application's lifespan (in FastAPI: "
    "`async with` or try/finally in the function given as FastAPI(lifespan=…)), keep it in "
    "app.state, and await its close() there.",
    "pytest_asyncio": "Under pytest-asyncio each test has a loop of its own: give the fixture that "
    'creates the client and the tests that use it one loop, with loop_scope="session" (or '
    '"module") for both, or create the client in a fixture of the scope "function".',
    "ipykernel": "In a notebook, create it in a cell that awaits (the kernel's own loop runs the "
    "cells), and use it with await: not in asyncio.run(), nor in a thread.",
    "streamlit": "Streamlit runs each script in a thread of its own: keep one event loop in a "
    "thread, create the client there, and hand it coroutines with "
    "asyncio.run_coroutine_threadsafe(); or use a MilvusClient.",
    "celery": "In a Celery task, create and close it within the coroutine that the task gives to "
    "asyncio.run(); or use a MilvusClient.",
}
"""What to do under a framework, by the package that is loaded."""


def title(group: FindingGroup) -> str:
    """The client, and how often."""
    if group.row.detail == "left":
        if group.count == 1:
            return f"{group.subject} was not closed before its event loop was"
        return f"{group.count:,} clients were not closed before their event loop was"
    was, own = group.verb("was", "were"), group.verb("its", "their")
    if group.row.detail.startswith("made"):
        return (
            f"{group.subject} {was} created outside of the event loop of {own} calls{group.times}"
        )
    return f"{group.subject} {was} used in another event loop than {own} own{group.times}"


def _variants() -> dict[str, Variant]:
    found = {"made": Variant(general=MADE + IN_LOOP.strip())}
    for framework, cure in FRAMEWORKS.items():
        found[f"made {framework}"] = Variant(general=MADE + cure)
        found[f"used {framework}"] = Variant(general=cure)
    return found


EXPLANATION = Explanation(
    Kind.WRONG_EVENT_LOOP,
    ERROR,
    "An async client was used in another event loop than its connection's, or was not closed "
    "before its event loop was.",
    "Its channel belongs to the loop in which it was created: in another loop its calls fail with "
    "“attached to a different loop” or “Event loop is closed”, or wait for ever.",
    IN_LOOP.strip(),
    "The client is collected.",
    {
        "C": f"{IN_LOOP}In 2.5.12 async clients with the same URI and user share, whatever their "
        "loop.",
        "D": f"{IN_LOOP}Up to 2.6.3 clients with the same parameters share, whatever their loop: "
        "without the close() the next asyncio.run() gets the connection of the closed loop.",
    },
    {
        **_variants(),
        "left": Variant(
            severity=WARNING,
            seen="An async client was not closed before its event loop was.",
            why="Its connection can no longer be closed in order, since close() needs the loop. "
            "The connection stays open until the process ends.",
            advice={
                "F": f"{IN_LOOP}This release keeps a connection manager for each loop that ever "
                "existed, so use one loop for the life of the process where you can."
            },
        ),
    },
    title=title,
)
