"""The agent: the part of milvus-tui that lives in the target.

Two lines in a program let `milvus-tui attach` connect to it:

    import milvus_tui.agent
    milvus_tui.agent.start()

The agent only observes: it creates, uses and closes no client of the program.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs more than this whole module
if TYPE_CHECKING:
    from typing import Optional

    from milvus_tui.agent.watch.watcher import Watcher

_watcher: Optional[Watcher] = None


def start(*, probe: bool = False, interval: float = 1.0, timeout: float = 3.0) -> None:
    """Watch the Milvus clients of this process until `stop()` or until the process ends.

    Safe to call at any time, before or after pymilvus is imported, and more than once: a
    second call changes nothing. Never raises: if the process cannot be watched, one line
    on standard error says why, and the program continues.

    Args:
        probe: whether to call `list_collections` once for each connection and database at
            each interval. Off by default: the servers then get only the program's own calls.
        interval: seconds between two scans.
        timeout: seconds that a probe may take.
    """
    _start("start", probe, interval, timeout)


def stop() -> None:
    """Stop watching and undo every change. Safe to call at any time; never raises."""
    global _watcher
    watcher, _watcher = _watcher, None
    if watcher is not None:
        try:
            watcher.stop()
        except Exception:  # whatever fails here, the program continues
            return


def start_from_environment() -> None:
    """Watch with the settings of the environment (`watch.settings`). Never raises.

    Called right after pymilvus was imported.
    """
    from milvus_tui.agent.watch import settings

    _start(settings.started_by(), settings.probe(), settings.interval(), settings.timeout())


def report_failed_import(error: str) -> None:
    """Tell the dashboard that waits for this process that pymilvus could not be imported.

    Never raises. A later import that works is watched.

    Args:
        error: the class of the exception.
    """
    from milvus_tui.agent.watch import settings

    if settings.run_socket():
        start_from_environment()
        if _watcher is not None:
            _watcher.cannot_judge(f"import pymilvus failed with {error}")


def finish() -> None:
    """Send viewers the final state at the program's end, and stop. Never raises."""
    if _watcher is not None:
        try:
            _watcher.finish()
        except Exception:  # whatever fails here, the program ends as it would
            return


def _start(started_by: str, probe: bool, interval: float, timeout: float) -> None:
    global _watcher
    if _watcher is not None:
        return
    try:
        from milvus_tui.agent.watch.watcher import Watcher

        _watcher = Watcher(started_by, probe=probe, interval=interval, timeout=timeout)
        _watcher.start()
    except Exception as error:
        import sys

        sys.stderr.write(f"milvus-tui cannot watch this process: {error}\n")
        stop()
