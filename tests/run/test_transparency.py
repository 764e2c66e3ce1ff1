"""A program sees the same with and without `milvus-tui check`: its own reports are compared."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import servers

HERE = Path(__file__).parent
REPORT = HERE / "report.py"

PYTHONS = sorted(
    {Path(sys.executable), *Path.home().glob(".pyenv/versions/*/bin/python")},
    key=lambda path: path.parts[-3],
)
"""The interpreter of the tests, and the other interpreters of this machine."""


def run(
    *command: str | Path, stdin: str = "", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd or HERE,
        env={**os.environ, **environment},
    )


def check(*command: str | Path) -> list[str | Path]:
    # Isolated: the PYTHON… variables are for the program only.
    return [sys.executable, "-I", "-m", "milvus_tui", "check", "--", *command]


def same(
    *command: str | Path, stdin: str = "", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command without and with check: only the report at the end differs."""
    without = run(*command, stdin=stdin, cwd=cwd, **environment)
    watched = run(*check(*command), stdin=stdin, cwd=cwd, **environment)
    errors, _, report = watched.stderr.rpartition("milvus-tui: ")
    assert watched.stdout == without.stdout
    assert errors == without.stderr
    assert report == "nothing was watched: no Python process that imports pymilvus was seen.\n"
    assert watched.returncode == without.returncode
    return without


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A directory with the user's own `sitecustomize`."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text("import sys\nSAID = len(sys.path)\n")
    return folder


@pytest.mark.parametrize("python", PYTHONS, ids=lambda path: path.parts[-3])
def test_every_python_starts_as_without_milvus_tui(
    python: Path, runtime_dir: Path, own: Path
) -> None:
    same(python, REPORT, "an argument", "--option", "7")
    done = same(python, REPORT, PYTHONPATH=str(own))
    assert str(own / "sitecustomize.py") in done.stdout
    assert list(runtime_dir.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        (REPORT,),
        (REPORT.relative_to(HERE), "-x", "--", "--help"),
        ("-c", "import sys; sys.path.insert(1, '.'); import report; report.main()", "argument"),
        ("-m", "report", "argument"),
        ("-W", "error", "-B", "-m", "report"),
        ("-I", REPORT),
        ("-E", REPORT),
        ("-s", REPORT, "3"),
        (REPORT, "255"),
    ],
    ids=str,
)
def test_every_way_to_call_python(arguments: tuple[str | Path, ...], runtime_dir: Path) -> None:
    same(sys.executable, *arguments)


def test_without_site_no_process_is_seen_and_the_program_is_unharmed(runtime_dir: Path) -> None:
    """Python then imports no `sitecustomize`, which would remove the entry of milvus-tui."""
    done = run(*check(sys.executable, "-S", "-c", "print(1)"))
    assert (done.stdout, done.returncode) == ("1\n", 0)


@pytest.mark.parametrize("path", ["", "{own}", "{own}:/nowhere", ":{own}", "{own}::/nowhere:"])
def test_the_users_import_path(path: str, own: Path, runtime_dir: Path) -> None:
    same(sys.executable, REPORT, PYTHONPATH=path.format(own=own))


@pytest.mark.parametrize(
    "source",
    [
        "raise ImportError('of mine')",
        "raise ImportError('of mine', name='sitecustomize')",
        "import no_such_module",
        "raise RuntimeError('of mine')",
        "import sys; sys.modules[__name__] = type(sys)('another')",
        "import sys; sys.path.append('/added'); print('hello')",
        "syntax error",
    ],
)
def test_any_sitecustomize_of_the_user(source: str, own: Path, runtime_dir: Path) -> None:
    (own / "sitecustomize.py").write_text(source + "\n")
    same(sys.executable, REPORT, PYTHONPATH=str(own))


def test_a_sitecustomize_that_ends_python(own: Path, runtime_dir: Path) -> None:
    """Only the traceback differs: it names the importing module."""
    (own / "sitecustomize.py").write_text("raise SystemExit(9)\n")
    without = run(sys.executable, REPORT, PYTHONPATH=str(own))
    watched = run(*check(sys.executable, REPORT), PYTHONPATH=str(own))
    assert without.returncode == watched.returncode != 0
    assert watched.stdout == without.stdout == ""


def test_a_usercustomize(own: Path, runtime_dir: Path) -> None:
    (own / "usercustomize.py").write_text("import sys; print(sys.path)\n")
    same(sys.executable, REPORT, PYTHONPATH=str(own), PYTHONUSERBASE=str(own))


def test_standard_input(runtime_dir: Path) -> None:
    done = same(sys.executable, REPORT, "-", stdin="one\ntwo\n")
    assert "one\\ntwo\\n" in done.stdout
    same(sys.executable, "-", "x", stdin="import sys; print(sys.argv, sys.path)")


def test_the_working_directory_and_the_modules_in_it(tmp_path: Path, runtime_dir: Path) -> None:
    (tmp_path / "json.py").write_text("raise RuntimeError('the wrong json')\n")
    (tmp_path / "milvus_tui.py").write_text("NAME = 'the program has a module of that name'\n")
    done = same(sys.executable, "-c", "import milvus_tui; print(milvus_tui.NAME)", cwd=tmp_path)
    assert done.stdout.startswith("the program has")


@pytest.mark.parametrize("number", ["TERM", "KILL", "INT", "SEGV"])
def test_a_program_that_a_signal_ends(number: str, runtime_dir: Path) -> None:
    # A shell starts its background jobs with SIGINT ignored.
    default = "signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"import os, signal; {default}; os.kill(os.getpid(), signal.SIG{number})"
    without = run("sh", "-c", f'{sys.executable} -c "{code}" 2>/dev/null; exit $?')
    watched = run(*check(sys.executable, "-c", code))
    assert watched.returncode == without.returncode
    assert watched.returncode > 128


def test_shells_and_their_children(tmp_path: Path, runtime_dir: Path) -> None:
    script = tmp_path / "start.sh"
    script.write_text(f'echo "$@"; cd /; {sys.executable} {REPORT} "$1"; exit 5\n')
    assert same("sh", script, "a b", "c").returncode == 5
    script.chmod(0o755)
    done = run(*check(script, "without a first line that names an interpreter"))
    assert done.returncode == 5
    assert done.stdout.startswith("without a first line")


def test_another_environment_gets_no_module_of_milvus_tui(runtime_dir: Path) -> None:
    python = servers.interpreter("3.0.2")
    code = (
        "import sys\n"
        "for name in ('click', 'textual', 'msgspec', 'milvus_tui'):\n"
        "    try: print(__import__(name))\n"
        "    except ImportError as error: print(error)\n"
    )
    assert "No module named 'milvus_tui'" in same(python, "-c", code).stdout
