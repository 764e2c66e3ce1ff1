"""All actions, in one table, group by group.

The table feeds the bindings, the footer, the command palette, the help screen and the page of
keys (`docs/keys.md`). Importing the table imports no screen: an action imports its dialog when
the action is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from milvus_tui.tui.actions.client_actions import CLIENT_ACTIONS
from milvus_tui.tui.actions.finding_actions import FINDING_ACTIONS
from milvus_tui.tui.actions.move_actions import MOVE_ACTIONS
from milvus_tui.tui.actions.program_actions import PROGRAM_ACTIONS
from milvus_tui.tui.actions.scenario_actions import SCENARIO_ACTIONS
from milvus_tui.tui.actions.target_actions import TARGET_ACTIONS
from milvus_tui.tui.actions.view_actions import VIEW_ACTIONS

if TYPE_CHECKING:
    from milvus_tui.tui.action import Action
    from milvus_tui.tui.actions.screen_interface import ScreenInterface

MAIN_ACTIONS: tuple[Action[ScreenInterface], ...] = (
    *CLIENT_ACTIONS,
    *TARGET_ACTIONS,
    *VIEW_ACTIONS,
    *MOVE_ACTIONS,
    *PROGRAM_ACTIONS,
)
"""The actions of the main screen."""

ACTIONS: tuple[Action[Any], ...] = (*MAIN_ACTIONS, *FINDING_ACTIONS, *SCENARIO_ACTIONS)
"""The actions of all screens."""

BY_ID = {action.id: action for action in MAIN_ACTIONS}
