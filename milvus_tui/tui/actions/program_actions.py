"""Actions of the dashboard itself: the scenarios, the help, the palette and the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.tui.action import LAB, PROGRAM, Action

if TYPE_CHECKING:
    from milvus_tui.tui.actions.screen_interface import ScreenInterface


def scenarios(screen: ScreenInterface) -> None:
    """Open the screen of the scenarios."""
    from milvus_tui.scenarios.catalog_files import scenarios

    if screen.target_group is None:
        text = "Scenarios: only a lab can open targets to play on."
        screen.report(text, "warning", keep=False)
        return
    try:
        catalog = scenarios()
    except ValueError as error:
        screen.report(f"Scenarios: {error}", "error")
        return
    screen.open_scenarios(catalog, screen.target_group)


def show_help(screen: ScreenInterface) -> None:
    """Show all keys."""
    from milvus_tui.tui.dialogs.help_screen import HelpScreen

    screen.open(HelpScreen(screen.offered_actions()))


def palette(screen: ScreenInterface) -> None:
    """Open the command palette."""
    screen.open_palette()


def leave(screen: ScreenInterface) -> None:
    """End the dashboard; ask first what becomes of a running program."""
    process_tracker = screen.process_tracker
    if process_tracker is None or process_tracker.program.exit_code is not None:
        screen.exit()
        return
    from milvus_tui.tui.dialogs.quit_dialog import QuitDialog

    def answered(choice: str | None) -> None:
        if choice is not None:
            process_tracker.program_exit.choice = choice
            screen.exit()

    program = process_tracker.program
    screen.open(QuitDialog(program.command, program.pid), answered)


PROGRAM_ACTIONS = (
    Action(
        "scenarios", ("o", "f2"), "Scenarios",
        "Play the guide's statements, and more, step by step, each on a fresh target.", PROGRAM,
        scenarios, 7, modes=(LAB,), elsewhere="only a lab can open targets to play on",
    ),
    Action("help", ("question_mark",), "Help", "Show all keys.", PROGRAM, show_help, 10),
    Action("palette", ("ctrl+p",), "Palette", "Find a command by its name.", PROGRAM, palette),
    Action(
        "quit", ("q", "ctrl+q"), "Quit",
        "End the dashboard and all that it started; asks first about a program that still runs.",
        PROGRAM, leave, 10,
    ),
)  # fmt: skip
