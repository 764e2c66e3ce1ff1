"""What `milvus-tui check` says it judged: never "no findings" of what it could not see."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests import servers

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers import Server

CHECK = (sys.executable, "-m", "milvus_tui", "check")


def check(code: str, folder: Path, *arguments: str, python: Path | str = sys.executable) -> str:
    """Standard error of a watched program."""
    (folder / "app.py").write_text(code)
    command = [*CHECK, "--fail-on", "never", "--", python, "-W", "ignore", folder / "app.py"]
    done = subprocess.run(
        [*map(str, command), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=servers.ROOT,
    )
    return done.stderr


BROKEN = "import grpc\nraise {error}('broken on purpose')\n"
IMPORTS = """
import sys
sys.path.insert(0, {folder!r})
{statement}
"""


@pytest.mark.parametrize("error", ["ImportError", "ValueError"])
def test_an_import_that_fails_is_said_and_its_traceback_is_the_programs(
    error: str, runtime_dir: Path, tmp_path: Path
) -> None:
    package = tmp_path / "pymilvus"
    package.mkdir()
    (package / "__init__.py").write_text(BROKEN.format(error=error))
    code = IMPORTS.format(folder=str(tmp_path), statement="import pymilvus")
    said = check(code, tmp_path)
    alone = subprocess.run(
        [sys.executable, tmp_path / "app.py"], capture_output=True, text=True, check=False
    )
    traceback, _, report = said.partition("milvus-tui: ")
    assert traceback == alone.stderr
    assert report.startswith("nothing was found in what could be judged; watched 0 clients")
    assert f"not judged: pid {report.split('pid ')[1].split()[0]}" in report
    assert f"import pymilvus failed with {error}" in report


def test_a_program_that_goes_on_without_pymilvus(runtime_dir: Path, tmp_path: Path) -> None:
    package = tmp_path / "pymilvus"
    package.mkdir()
    (package / "__init__.py").write_text(BROKEN.format(error="ImportError"))
    statement = "try:\n    import pymilvus\nexcept ImportError:\n    print('without')"
    said = check(IMPORTS.format(folder=str(tmp_path), statement=statement), tmp_path)
    assert "no findings" not in said
    assert "import pymilvus failed with ImportError" in said


def test_an_import_that_works_at_the_second_try(
    lite: Server, runtime_dir: Path, tmp_path: Path
) -> None:
    package = tmp_path / "broken" / "pymilvus"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(BROKEN.format(error="ImportError"))
    code = (
        "import sys\n"
        f"sys.path.insert(0, {str(package.parent)!r})\n"
        "try:\n    import pymilvus\nexcept ImportError:\n    del sys.path[0]\n"
        "import pymilvus\n"
        "client = pymilvus.MilvusClient(sys.argv[1])\n"
        "client.close()\n"
    )
    said = check(code, tmp_path, lite.uri)
    assert said.startswith("milvus-tui: no findings; watched 1 client in 1 process"), said


def test_a_release_that_the_agent_does_not_know(runtime_dir: Path, tmp_path: Path) -> None:
    package = tmp_path / "pymilvus"
    package.mkdir()
    (package / "__init__.py").write_text(
        "__version__ = '9.9.9'\nclass MilvusClient:\n    def close(self):\n        pass\n"
    )
    code = IMPORTS.format(folder=str(tmp_path), statement="import pymilvus; print(pymilvus)")
    said = check(code, tmp_path)
    assert said.startswith("milvus-tui: nothing was found in what could be judged"), said
    assert "milvus-tui does not know how pymilvus 9.9.9 keeps connections" in " ".join(said.split())


KILLED = """
import os, signal, sys
import milvus_tui.agent
from pymilvus import MilvusClient
client = MilvusClient(sys.argv[1])
client.list_collections()
client.close()
watcher = milvus_tui.agent._watcher
assert watcher._agent.wait_until_processed(60)
watcher._server.drain(60)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_that_was_killed(lite: Server, runtime_dir: Path, tmp_path: Path) -> None:
    said = check(KILLED, tmp_path, lite.uri)
    assert said.startswith("milvus-tui: nothing was found in what could be judged"), said
    assert "was killed, or ended by os._exit()" in said


FORKS = """
import os, sys
from pymilvus import MilvusClient
client = MilvusClient(sys.argv[1])
client.close()
pid = os.fork()
if pid == 0:
    own = MilvusClient(sys.argv[1])
    own.close()
    sys.exit(0)
os.waitpid(pid, 0)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="without fork")
def test_a_process_that_forks(lite: Server, runtime_dir: Path, tmp_path: Path) -> None:
    said = check(FORKS, tmp_path, lite.uri)
    assert "watched 2 clients in 2 processes" in said
    assert "the channels and sockets of a process that was forked" in said


def test_aliases_of_the_orm_are_counted(lite: Server, runtime_dir: Path, tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pymilvus import connections\n"
        "connections.connect('books', uri=sys.argv[1])\nconnections.disconnect('books')\n"
    )
    said = check(code, tmp_path, lite.uri)
    assert "watched 0 clients and 1 ORM alias in 1 process" in said, said


def test_async_clients_are_counted(lite: Server, runtime_dir: Path, tmp_path: Path) -> None:
    code = (
        "import asyncio, sys\nfrom pymilvus import AsyncMilvusClient, MilvusClient\n"
        "MilvusClient(sys.argv[1]).close()\n"
        "async def main():\n    await AsyncMilvusClient(sys.argv[1]).close()\n"
        "asyncio.run(main())\n"
    )
    said = check(code, tmp_path, lite.uri)
    assert "watched 2 clients (1 async) in 1 process" in said, said


@pytest.mark.parametrize("calls", [False, True])
def test_a_channel_that_grpc_does_not_describe(
    lite: Server, runtime_dir: Path, tmp_path: Path, calls: bool
) -> None:
    """Whether it is ready is known only of one that is called."""
    code = (
        "import sys\nimport grpc\nmake = grpc.insecure_channel\n"
        "def quiet(target, options=()):\n"
        "    return make(target, [*options, ('grpc.enable_channelz', 0)])\n"
        "grpc.insecure_channel = quiet\n"
        "from pymilvus import MilvusClient\nclient = MilvusClient(sys.argv[1])\n"
        + ("client.list_collections()\n" if calls else "")
    )
    said = check(code, tmp_path, lite.uri)
    assert ("not judged: pid" in said) is not calls, said
    assert ("whether a connection is ready" in " ".join(said.split())) is not calls
