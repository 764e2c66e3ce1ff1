"""Programs with a framework: what is wrong is found, and nothing else of them changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.frameworks.programs_run import RUN_ALONE, command_of, left_by, new_mark, programs
from tests.programs.judge import judge
from tests.terminal.screen import Terminal

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from tests import servers
    from tests.frameworks.programs_run import Runs
    from tests.programs.program import Program

PROGRAMS = programs()
COMPARED = [each for each in PROGRAMS if each.path.stem in RUN_ALONE]

each_program = pytest.mark.parametrize("framework", PROGRAMS, ids=lambda each: each.path.stem)


@each_program
def test_what_is_wrong_is_found_and_no_more(
    framework: Program, framework_runs: dict[str, Future[Runs]]
) -> None:
    runs = framework_runs[framework.path.stem].result()
    score = judge(framework, framework.releases[0], runs.report["processes"])
    assert (score.missed, score.false) == ([], []), runs.watched.said


@each_program
def test_no_process_is_left(framework: Program, framework_runs: dict[str, Future[Runs]]) -> None:
    assert framework_runs[framework.path.stem].result().watched.left == ()


@pytest.mark.parametrize("framework", COMPARED, ids=lambda each: each.path.stem)
def test_output_and_exit_code_are_the_programs_own(
    framework: Program, framework_runs: dict[str, Future[Runs]]
) -> None:
    runs = framework_runs[framework.path.stem].result()
    watched, alone = runs.watched, runs.alone
    assert alone is not None
    assert (watched.output, watched.exit_code) == (alone.output, alone.exit_code), watched.said
    assert watched.output


@pytest.mark.parametrize("name", ["celery_cured", "flask_reloader"])
def test_run_leaves_no_process(name: str, lite: servers.Server, runtime_dir: Path) -> None:
    """The reloader starts a second process, and Celery forks one."""
    (framework,) = [each for each in PROGRAMS if each.path.stem == name]
    mark, environment = new_mark()
    environment["MILVUS_TUI_RUNTIME_DIR"] = str(runtime_dir)
    terminal = Terminal(("run", "--", *command_of(framework, lite.uri)), environment)
    try:
        terminal.wait("ended: exit code 0")
        terminal.press("q")
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert left_by(mark) == ()
    assert list(runtime_dir.iterdir()) == []


CURES = {
    "gunicorn_at_import": "FastAPI(lifespan=…)",
    "gunicorn_preload": "under gunicorn, in the application's lifespan",
    "notebook_in_thread": "In a notebook, create it in a cell that awaits",
    "pytest_pymilvus_3": 'loop_scope="session"',
    "pytest_session_fixture": 'loop_scope="session"',
    "thread_loop_each": "asyncio.run_coroutine_threadsafe()",
    "uvicorn_at_import": "FastAPI(lifespan=…)",
    "uvicorn_plain_calls": "asyncio.to_thread(",
}
"""Words of the cure of a framework, by the program."""


@pytest.mark.parametrize(
    "framework",
    [each for each in PROGRAMS if each.path.stem in CURES],
    ids=lambda each: each.path.stem,
)
def test_the_cure_is_the_frameworks(
    framework: Program, framework_runs: dict[str, Future[Runs]]
) -> None:
    runs = framework_runs[framework.path.stem].result()
    findings = [each for process in runs.report["processes"] for each in process["findings"]]
    assert any(CURES[framework.path.stem] in each["advice"] for each in findings)


@pytest.mark.parametrize(
    "framework",
    [each for each in PROGRAMS if each.path.stem == "notebook_in_thread"],
    ids=lambda each: each.path.stem,
)
def test_a_finding_points_at_a_notebooks_cell(
    framework: Program, framework_runs: dict[str, Future[Runs]]
) -> None:
    """A cell has a file name of its own, which IPython makes."""
    runs = framework_runs[framework.path.stem].result()
    (process,) = runs.report["processes"]
    (finding,) = [each for each in process["findings"] if each["kind"] == "wrong event loop"]
    assert finding["place"].endswith(".py:1 <module>")
    assert "/ipykernel_" in str(finding)
