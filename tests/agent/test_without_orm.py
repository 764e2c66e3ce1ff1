"""The agent watches clients of a pymilvus that has no ORM, and the lab checks its server."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tests import servers

if TYPE_CHECKING:
    from tests.servers import Server

PROGRAM = Path(__file__).with_name("without_orm_program.py")

SECONDS = 120
"""Only a program that hangs takes this long."""


def test_clients_are_watched(lite: Server, runtime_dir: Path) -> None:
    done = subprocess.run(
        [servers.interpreter("3.0.2"), "-W", "ignore", PROGRAM, lite.uri],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env={**os.environ, "PYTHONPATH": str(servers.ROOT)},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["faults"] == []
    assert [place.partition(":")[0] for place in found["closed"]] == [PROGRAM.name]
    assert found["server"].startswith("Milvus Lite ")
