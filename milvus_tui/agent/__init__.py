"""The agent: what lives in the target.

In a program of one's own, two lines make it one that `milvus-tui attach` can be pointed at:

    import milvus_tui.agent
    milvus_tui.agent.start()

It watches, and touches nothing: no client is made, used or closed by it.
"""

from __future__ import annotations

TYPE_CHECKING = False  # not typing's, which costs more than all of this
if TYPE_CHECKING:
    from typing import Optional

    from milvus_tui.agent.watch.watcher import Watcher

_watcher: Optional[Watcher] = None


def start(*, probe: bool = False, interval: float = 1.0, timeout: float = 3.0) -> None:
    """Watch the Milvus clients of this process from now on, until `stop()` or its end.

    Safe to call at any time, before or after pymilvus is imported, and more than once: a
    second call changes nothing. Never raises: where it cannot watcher, one line on standard
    error says why, and the program goes on.

    Args:
        probe: whether to call `list_collections` once for each connection and database at
            each interval. Off by default: a watched program's servers see its own calls only.
        interval: seconds between two looks.
        timeout: seconds that a probe may take.
    """
    _start("start", probe, interval, timeout)


def stop() -> None:
    """Stop watching, and undo everything. Safe to call at any time; never raises."""
    global _watcher
    watcher, _watcher = _watcher, None
    if watcher is not None:
        try:
            watcher.stop()
        except Exception:  # whatever it is, the program goes on
            return


def start_from_environment() -> None:
    """Watch as the environment says (`watch.settings`): called on pymilvus's import.

    Never raises.
    """
    from milvus_tui.agent.watch import settings

    _start(settings.started_by(), settings.probe(), settings.interval(), settings.timeout())


def finish() -> None:
    """At the program's end: tell viewers what is left, and stop. Never raises."""
    if _watcher is not None:
        try:
            _watcher.finish()
        except Exception:  # whatever it is, the program ends as it would
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
