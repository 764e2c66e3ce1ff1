"""`milvus-tui attach`: a dashboard of processes that have an agent already."""

from __future__ import annotations

import click

from milvus_tui.cli import options


@click.command(name="attach", context_settings=options.CONTEXT, epilog=options.ATTACHABLE)
@click.argument("pid", type=click.IntRange(min=1), required=False)
@click.option(
    "--probe/--no-probe",
    "probes",
    default=None,
    help="Have the process continue its probes, or pause them, for everybody who watches it. A"
    " process can probe only if it was started so. By default nothing is changed.",
)
@options.thresholds
def attach(
    pid: int | None,
    probes: bool | None,
    leak_after: float,
    idle_after: float,
    blocked_after: float,
) -> int:
    """Watch a process that runs already.

    Without PID, it is the only process that can be attached to, or one that you choose from a
    list, which n opens again to watch several processes side by side.
    """
    from milvus_tui.sessions import attached_session

    options.require_terminal()
    try:
        path = attached_session.find_socket(pid)
    except attached_session.SeveralTargets:
        path = None
    except attached_session.NoTarget as error:
        raise options.Refusal(str(error)) from error

    from milvus_tui.lifecycle import dashboard
    from milvus_tui.model.findings.severity import Thresholds
    from milvus_tui.sessions.process_list import ProcessList
    from milvus_tui.tui.placeholder_sessions import NoSession

    session = attached_session.AttachedSession(path) if path is not None else None
    return dashboard.run(
        session or NoSession(),
        session.start if session is not None else lambda: None,
        process_list=ProcessList(),
        probes=probes,
        thresholds=Thresholds(leak_after, idle_after, blocked_after),
    )
