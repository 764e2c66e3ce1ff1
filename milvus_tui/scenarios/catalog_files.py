"""Finds the scenarios: every file of a folder that defines `SCENARIO`."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from milvus_tui.scenarios.scenario import Scenario

CATALOG = Path(__file__).with_name("catalog")


def scenarios(*folders: Path) -> dict[int, Scenario]:
    """The scenarios of the catalog and of further folders, by number.

    Raises:
        ValueError: a file is no scenario, or a number is used twice; one line names the file.
    """
    found: dict[int, Scenario] = {}
    for folder in (CATALOG, *folders):
        paths = sorted(folder.glob("[!_]*.py"))
        if not paths:
            raise ValueError(f"there is no scenario in {folder}")
        for path in paths:
            scenario = _load(path)
            if scenario.number in found:
                raise ValueError(f"{path}: scenario {scenario.number} exists already")
            found[scenario.number] = scenario
    return dict(sorted(found.items()))


def _load(path: Path) -> Scenario:
    name = f"milvus_tui.scenarios.catalog.{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ValueError(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:  # a user's file may raise anything
        message = " ".join(str(error).split())
        raise ValueError(f"{path}: {type(error).__name__}: {message}") from error
    scenario = getattr(module, "SCENARIO", None)
    if not isinstance(scenario, Scenario):
        raise ValueError(f"{path} defines no SCENARIO")  # noqa: TRY004 - the file is wrong, no argument is
    return scenario
