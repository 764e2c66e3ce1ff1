"""stop() leaves pymilvus, gRPC and the standard library as they were."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import servers

if TYPE_CHECKING:
    from tests.servers import Server

UNDONE = Path(__file__).with_name("undone_program.py")


@pytest.mark.parametrize("release", ["2.4.15", "2.5.18", "2.6.6", "2.6.17"])
def test_stop_puts_everything_back(release: str, lite: Server, runtime_dir: Path) -> None:
    done = subprocess.run(
        [servers.interpreter(release), UNDONE, lite.uri],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(servers.ROOT)},
        timeout=300,
    )
    result = json.loads(done.stdout)
    assert result["pymilvus"] == release
    assert result["hooked"] >= 6, "it was watched"
    assert (result["left"], result["added"], result["threads"]) == ([], [], [])
    assert list(runtime_dir.iterdir()) == []
