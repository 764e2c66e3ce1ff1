"""A dashboard attached to a running target: `python attach_main.py SOCKET`.

Does what `milvus-tui attach` does for a known socket, without the imports of the command line.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parent.parent.parent)
sys.path[0] = ROOT  # not this folder; works without being installed

from milvus_tui.lifecycle import dashboard  # noqa: E402
from milvus_tui.sessions.attached_session import AttachedSession  # noqa: E402


def main() -> int:
    """Run the dashboard and return the exit code."""
    session = AttachedSession(Path(sys.argv[1]))
    return dashboard.run(session, session.start)


if __name__ == "__main__":
    sys.exit(main())
