"""The command line: messages, exit codes, and the modules that it does not import."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from milvus_tui import __version__
from milvus_tui.cli.main import COMMANDS, group

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "milvus_tui", *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )


def refusal(*arguments: str | Path, **environment: str) -> str:
    """The one line that a refused command line prints."""
    done = run(*arguments, **environment)
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("milvus-tui: ")
    return line.removeprefix("milvus-tui: ")


def test_help_lists_every_command_in_one_line() -> None:
    done = run("--help")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    for name, text in COMMANDS.items():
        assert f"  {name:<6}  {text}" in lines
    for words in ("Exit codes", "milvus-tui lab [OPTIONS] [URI]", "milvus-tui http://localhost"):
        assert words in done.stdout
    assert run("-h").stdout == done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_a_commands_line_is_the_first_line_of_its_own_help(name: str) -> None:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    assert command.name == name
    assert command.get_short_help_str(100).rstrip(".") == COMMANDS[name].rstrip(".")


@pytest.mark.parametrize("arguments", [["lab", "--help"], ["--db", "books", "--help"]])
def test_help_of_the_lab_explains_every_option_with_examples(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: milvus-tui lab [OPTIONS] [URI]")
    for word in (
        *("--db", "--user", "--ask-token", "--timeout", "--interval", "--data", "--python"),
        *("--secure", "--server-pem-path", "--server-name", "--ca-pem-path"),
        *("--client-pem-path", "--client-key-path", "--version", "--help"),
        *("MILVUS_TOKEN", "MILVUS_PASSWORD", "Exit codes", "unix:PATH"),
        "milvus-tui http://localhost:19530",
    ):
        assert word in done.stdout


@pytest.mark.parametrize("command", ["run", "attach", "check"])
def test_former_names_of_options_work_and_are_not_shown(command: str) -> None:
    shown = run(command, "--help").stdout
    assert "--leak-after" in shown
    assert "--idle-after" in shown
    assert "--age" not in shown
    assert "--idle " not in shown
    for former, name in (("--age", "--leak-after"), ("--idle", "--idle-after")):
        line = refusal(command, former, "soon", "word")
        assert line.startswith(f"Invalid value for '{name}': 'soon' is not a valid float range")


@pytest.mark.parametrize(("word", "command"), [("che", "check"), ("atach", "attach")])
def test_a_misspelled_command_is_refused_with_the_right_one(word: str, command: str) -> None:
    assert refusal(word) == f"there is no command {word!r}: did you mean milvus-tui {command}?"


def test_no_option_takes_a_secret() -> None:
    assert refusal("--token", "root:Milvus").startswith("No such option '--token'")
    assert refusal("--password", "Milvus").startswith("No such option '--password'")


def test_version_names_the_dashboard_and_the_labs_pymilvus() -> None:
    assert run("--version").stdout == f"milvus-tui {__version__}, pymilvus 2.6.6\n"


@pytest.mark.parametrize(
    ("uri", "line"),
    [
        ("localhost:19530", "did you mean http://localhost:19530?"),
        ("ftp://localhost", "'ftp://localhost' has a scheme that Milvus does not support"),
        ("http://", "'http://' names no host"),
        ("http://localhost:99999", "has a port that is not between 1 and 65535"),
        ("http://localhost:port", "has a port that is not between 1 and 65535"),
        ("http://[::1", "'http://[::1' is not a URI"),
        ("http://local host", "contains a blank"),
        ("unix:", "'unix:' names no socket"),
        ("./nowhere/file.db", "there is no directory nowhere"),
        ("./file.sqlite", "is not the URI of a Milvus server"),
    ],
)
def test_an_illegal_uri_is_one_line_that_says_what_is_wrong(uri: str, line: str) -> None:
    assert line in refusal(uri)


def test_a_secret_in_an_illegal_uri_is_not_shown() -> None:
    line = refusal("http://root:Secret-4711@localhost:99999")
    assert "Secret-4711" not in line
    assert "http://••••@localhost:99999" in line


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--timeout", "soon"], "'soon' is not a valid float range"),
        (["--timeout", "0"], "0.0 is not in the range"),
        (["--db"], "Option '--db' requires an argument"),
        (["lab", "--db"], "Option '--db' requires an argument"),
        (["--data", "d", "http://localhost"], "--data is for the embedded server"),
        (["--secure", "--ca-pem-path", "/no/such.pem"], "'/no/such.pem' does not exist"),
        (["http://a", "http://b"], "unexpected extra argument (http://b)"),
    ],
)
def test_a_wrong_option_is_one_line_that_points_to_the_help(
    arguments: list[str], line: str
) -> None:
    text = refusal(*arguments)
    assert line in text
    assert text.endswith("(milvus-tui lab --help explains)") or arguments[0] == "--data"


def test_an_interpreter_without_pymilvus_is_refused(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "e"], check=True)
    python = tmp_path / "e" / "bin" / "python"
    assert refusal("--python", tmp_path / "e") == (
        f"{python} has no pymilvus: {python} -m pip install pymilvus"
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (None, "cannot be run: No such file or directory"),
        ("#!/bin/sh\nexit 1\n", "is not a working Python"),
        ("#!/bin/sh\necho hello\n", "is not a working Python"),
        (
            '#!/bin/sh\necho \'[[3, 7], "2.2.0", ""]\'\n',
            "is Python 3.7: a target needs 3.8 or later",
        ),
        ('#!/bin/sh\necho \'[[3, 8], "2.3.4", ""]\'\n', "has pymilvus 2.3.4: a target needs 2.4"),
    ],
)
def test_an_interpreter_that_cannot_hold_a_target_is_refused(
    tmp_path: Path, content: str | None, line: str
) -> None:
    python = tmp_path / "python"
    if content is not None:
        python.write_text(content)
        python.chmod(0o755)
    assert f"{python} {line}" in refusal("--python", python)


def test_a_file_needs_milvus_lite_in_the_interpreter(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\necho \'[[3, 11], "2.5.18", ""]\'\n')
    python.chmod(0o755)
    assert refusal("--python", python, "file.db") == (
        f"{python} has no milvus-lite, which a .db file needs: {python} -m pip install milvus-lite"
    )


def test_without_a_terminal_it_says_so() -> None:
    assert refusal("http://localhost:19530") == ("a terminal is needed: standard input is not one")


def test_without_milvus_lite_it_says_what_to_install() -> None:
    hide = (
        "import sys; sys.modules['milvus_lite'] = None\n"
        "from milvus_tui.cli.main import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", hide], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install milvus-lite" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_on_windows_it_names_wsl() -> None:
    pretend = (
        "import sys, click; sys.platform = 'win32'\nfrom milvus_tui.cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", pretend], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "WSL" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def imported_after(code: str) -> set[str]:
    """The top-level packages that a fresh interpreter has imported after some code."""
    show = "import sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{show}"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


HEAVY = {"textual", "rich", "msgspec", "asyncio", "pymilvus"}


def calling(*arguments: str) -> str:
    """Code that calls the command line in a fresh interpreter, and outlives it."""
    return f"""
import sys
from milvus_tui.cli.main import COMMANDS, main
try:
    main({list(arguments)!r})
except SystemExit as ended:
    assert not ended.code
"""


def test_the_dashboard_never_imports_pymilvus() -> None:
    everything = """
import pkgutil, importlib
import milvus_tui.cli.main, milvus_tui.lifecycle.dashboard, milvus_tui.scenarios.catalog_files
for name in ("cli", "lifecycle", "reports", "model", "scenarios", "sessions", "tui"):
    package = importlib.import_module(f"milvus_tui.{name}")
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
assert milvus_tui.scenarios.catalog_files.scenarios()
"""
    imported = imported_after(everything)
    assert {"textual", "msgspec"} <= imported
    assert not {"pymilvus", "grpc", "pandas", "milvus_lite"} & imported


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_wait_for_no_library(option: str) -> None:
    assert not HEAVY & imported_after(calling(option))


def test_help_imports_no_command() -> None:
    code = (
        calling("--help") + "assert not {f'milvus_tui.cli.{n}' for n in COMMANDS} & {*sys.modules}"
    )
    assert not HEAVY & imported_after(code)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_waits_for_no_library(name: str) -> None:
    assert not HEAVY & imported_after(calling(name, "--help"))


@pytest.mark.parametrize(
    "session",
    [
        "sessions.lab_session",
        "sessions.attached_session",
        "sessions.program.run_program, {}tui.placeholder_sessions",
    ],
)
def test_starting_a_session_does_not_wait_for_textual(session: str) -> None:
    modules = f"milvus_tui.{session}".format("milvus_tui.")
    starting = "import milvus_tui.cli.main, milvus_tui.lifecycle.dashboard"
    imported = imported_after(f"{starting}, {modules}")
    assert not {"asyncio", "textual", "rich", "pymilvus"} & imported
