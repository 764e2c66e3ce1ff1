"""Results as text: the choice of scenarios, tables that fit, and a page that groups releases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milvus_tui.reports import releases_page, result_words, results_table, scenario_choice
from milvus_tui.scenarios.catalog_files import scenarios
from milvus_tui.scenarios.facts import every_fact
from milvus_tui.scenarios.scenario import Result, Scenario, could_not_run, judge

CATALOG = scenarios()

CLOSE, ALIASES = CATALOG[2], CATALOG[8]


def closed(release: str, broken: int) -> Result:
    return judge(CLOSE, release, {"connections": 1, "broken_by_close": broken})


def aliased(release: str, alias: str) -> Result:
    return judge(ALIASES, release, {"alias": alias, "connections": 2, "sockets": 1})


RESULTS = [
    *(closed("2.6.6", 10), aliased("2.6.6", "honoured")),
    *(closed("2.6.10", 0), aliased("2.6.10", "ignored")),
    *(closed("2.6.17", 0), aliased("2.6.17", "ignored")),
]


class TestChoosing:
    @pytest.mark.parametrize(
        ("names", "numbers"),
        [
            ([], list(CATALOG)),
            (["2"], [2]),
            (["close", "1"], [1, 2, 10, 19]),
            (["SHARED"], [1, 2]),
            (["revival"], [11]),
            (["another server", "11", "11"], [7, 11]),
        ],
    )
    def test_numbers_names_and_parts_of_names(self, names: list[str], numbers: list[int]) -> None:
        assert [each.number for each in scenario_choice.choose(CATALOG, names)] == numbers

    @pytest.mark.parametrize("name", ["0", "99", "nothing", "", "٣٣"])
    def test_a_name_that_fits_no_scenario_is_refused_with_the_list(self, name: str) -> None:
        with pytest.raises(ValueError, match=f"no scenario {name!r}; there are: 1 shared"):
            scenario_choice.choose(CATALOG, [name])


class TestCells:
    def test_an_outcome_against_the_guide_is_marked(self) -> None:
        assert result_words.cell(CLOSE, closed("2.6.6", 10)) == "  breaks 10"
        assert result_words.cell(CLOSE, closed("2.6.10", 0)) == "✗ breaks none"

    def test_a_scenario_that_could_not_run_is_no_pass(self) -> None:
        assert result_words.cell(CLOSE, could_not_run(CLOSE, "2.6.6", "why")) == "  could not run"

    def test_a_users_scenario_may_give_any_text(self) -> None:
        plain = Scenario(200, "plain", "", lambda _: iter(()))
        result = judge(plain, "2.6.6", {"some_fact": 1, "other": "x\n" * 50})
        assert result_words.observed(plain, result).startswith("some fact 1, other x x x")
        assert len(result_words.observed(plain, result)) == result_words.MAX_LENGTH
        broken = Scenario(
            201, "broken", "", lambda _: iter(()), cell=lambda facts: str(facts["no"])
        )
        assert result_words.observed(broken, result) == "?"

    def test_every_fact(self) -> None:
        assert every_fact({"a_b": 1, "c": True}) == "a b 1, c True"


class TestTable:
    def test_scenarios_down_and_releases_across(self) -> None:
        assert results_table.text([CLOSE, ALIASES], RESULTS, None).splitlines() == [
            "scenario             2.6.6            2.6.10         2.6.17",
            " 2 shared close      breaks 10      ✗ breaks none  ✗ breaks none",
            " 8 custom aliases    2 on 1 socket  ✗ ignored      ✗ ignored",
            "",
            "✗ is not as the guide says. --list explains each scenario.",
        ]

    def test_blocks_where_it_is_narrow(self) -> None:
        text = results_table.text([CLOSE, ALIASES], RESULTS, 60)
        assert text.splitlines()[:7] == [
            "scenario             2.6.6            2.6.10",
            " 2 shared close      breaks 10      ✗ breaks none",
            " 8 custom aliases    2 on 1 socket  ✗ ignored",
            "",
            "scenario             2.6.17",
            " 2 shared close    ✗ breaks none",
            " 8 custom aliases  ✗ ignored",
        ]

    @given(st.integers(40, 200), st.integers(1, 30))
    def test_no_line_is_wider_than_the_terminal(self, width: int, count: int) -> None:
        results = [closed(f"2.6.{number}", 10 * (number % 2)) for number in range(count)]
        lines = results_table.text([CLOSE], results, width).splitlines()
        assert max(map(len, lines[:-1])) <= width
        assert sum(line.count("breaks") for line in lines) == count

    def test_why_something_could_not_run(self) -> None:
        results = [closed("2.6.6", 10), could_not_run(ALIASES, "2.6.6", "no server")]
        assert results_table.text([CLOSE, ALIASES], results, None).splitlines()[-2:] == [
            "Could not run:",
            "  2.6.6, 8 custom aliases: no server",
        ]

    def test_a_release_that_could_not_be_had_is_said_once(self) -> None:
        gone = [could_not_run(each, "2.5.99", "there is none") for each in (CLOSE, ALIASES)]
        lines = results_table.text([CLOSE, ALIASES], [*RESULTS, *gone], None).splitlines()
        assert lines[-1] == "  2.5.99: there is none"
        assert lines[-2] == "Could not run:"


class TestPage:
    def test_releases_that_do_the_same_stand_in_one_column(self) -> None:
        text = releases_page.text([CLOSE, ALIASES], RESULTS)
        assert "|  | 2.6.6 | 2.6.10 – 2.6.17 |" in text
        assert "| 2 shared close | breaks 10 | ✗ breaks none |" in text

    def test_what_changed_and_when(self) -> None:
        changed = releases_page.text([CLOSE, ALIASES], RESULTS).partition(
            "## What changed, and when"
        )[2]
        assert "### 2.6.10\n\n- 2 shared close: breaks 10 → **breaks none**" in changed
        assert "2.6.17" not in changed

    def test_what_could_not_run_says_why(self) -> None:
        text = releases_page.text(
            [CLOSE], [closed("2.6.6", 10), could_not_run(CLOSE, "2.6.7", "no server")]
        )
        assert "- 2.6.7, 2 shared close: no server" in text

    def test_one_generation_changes_nothing(self) -> None:
        assert releases_page.text([CLOSE], [closed("2.6.6", 10)]).endswith("Nothing.")


@pytest.mark.parametrize("number", CATALOG)
def test_the_list_explains_each(number: int) -> None:
    scenario = CATALOG[number]
    text = scenario_choice.text([scenario])
    assert text.startswith(f"{number:>2}  {scenario.name}\n")
    assert max(map(len, text.splitlines())) <= scenario_choice.WIDTH
