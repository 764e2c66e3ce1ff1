"""Actions of the scenario screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from milvus_tui.tui.action import LAB, PLAY, Action

if TYPE_CHECKING:
    from milvus_tui.tui.scenario_player import ScenarioPlayer


class ScenarioInterface(Protocol):
    """What an action may ask of the scenario screen."""

    @property
    def player(self) -> ScenarioPlayer | None:
        """What plays the selected scenario; None before the first step."""
        ...

    def start_player(self) -> None:
        """Start to play the selected scenario; leaves `player` None if no target can be had."""
        ...

    def stop_player(self) -> None:
        """Leave the scenario that is played, and its target."""
        ...

    def close(self) -> None:
        """Go back to the main screen."""
        ...


def next_step(screen: ScenarioInterface) -> None:
    """Start, or do the announced step."""
    if screen.player is None:
        screen.start_player()
    elif not screen.player.moment.busy:
        screen.player.next()


def run_through(screen: ScenarioInterface) -> None:
    """Do all remaining steps; after the last one, play the scenario again."""
    if screen.player is not None and screen.player.moment.result is not None:
        screen.stop_player()
    if screen.player is None:
        screen.start_player()
    if screen.player is not None:
        screen.player.through()


def restart(screen: ScenarioInterface) -> None:
    """Go to the start: the next step begins on a fresh target."""
    screen.stop_player()


def close_scenarios(screen: ScenarioInterface) -> None:
    """Go back to the main screen."""
    screen.close()


SCENARIO_ACTIONS = (
    Action(
        "next_step", ("n", "enter"), "Next step", "Start, or do the announced step.", PLAY,
        next_step, modes=(LAB,),
    ),
    Action(
        "run_through", ("r",), "Run through", "Do all remaining steps.", PLAY, run_through,
        modes=(LAB,),
    ),
    Action(
        "restart", ("b",), "To the start", "Begin again on another fresh target.", PLAY, restart,
        modes=(LAB,),
    ),
    Action(
        "close_scenarios", ("escape", "q"), "Back", "Back to the connections.", PLAY,
        close_scenarios, modes=(LAB,),
    ),
)  # fmt: skip
