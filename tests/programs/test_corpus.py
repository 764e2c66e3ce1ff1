"""Programs with one known fault, or none: what is found is what is wrong with them, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import servers
from tests.programs.judge import Score, judge
from tests.programs.program import GENERATION_OF, KINDS, programs

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from tests.programs.conftest import Case, Outcome

CORPUS = programs()
CASES = [
    pytest.param(
        (program, release),
        id=f"{program.path.stem}-{release}",
        marks=pytest.mark.skipif(
            "login" in program.servers and bool(servers.why_no_standalone()),
            reason=servers.why_no_standalone(),
        ),
    )
    for program in CORPUS
    for release in program.releases
]

total = Score()


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_is_found_and_no_more(
    case: Case,
    runs: dict[tuple[str, str], Future[Outcome]],
    note_score: Callable[[Score], None],
) -> None:
    program, release = case
    outcome = runs[program.path.stem, release].result()
    assert outcome.exit_code == 0, outcome.said
    processes = outcome.data["processes"]
    assert {process["pymilvus"] for process in processes} == {release}, outcome.data
    score = judge(program, release, processes)
    total.add(score)
    note_score(score)
    assert (score.missed, score.false) == ([], []), f"{program.sentence}\n{outcome.said}"


def test_precision_and_recall() -> None:
    """Over all the runs before this one."""
    assert (total.precision, total.recall) == (1.0, 1.0)


def test_every_kind_of_finding_has_a_program() -> None:
    assert {expected.kind for program in CORPUS for expected in program.must} == set(KINDS)


def test_every_generation_and_many_correct_programs() -> None:
    assert {release for program in CORPUS for release in program.releases} == set(GENERATION_OF)
    assert len(CORPUS) >= 30
    assert 3 * sum(program.correct for program in CORPUS) >= len(CORPUS)
