"""A kind's detector, explanation and test have one name."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path

import pytest

from milvus_tui.agent.findings.detector_base import Detector
from milvus_tui.model.findings import kinds
from milvus_tui.model.findings.wrong_prediction import WRONG_PREDICTION
from milvus_tui.wire import Kind

CONSTANTS = {name: kind for name, kind in vars(Kind).items() if name.isupper()}


def name_of(kind: str) -> str:
    """The name of a kind's modules."""
    return kind.replace(" ", "_").replace("-", "_")


@pytest.mark.parametrize(("constant", "kind"), CONSTANTS.items())
def test_a_kind_has_a_detector_an_explanation_and_a_test_of_its_name(
    constant: str, kind: str
) -> None:
    name = name_of(kind)
    assert constant == name.upper()
    agent = importlib.import_module(f"milvus_tui.agent.findings.{name}")
    model = importlib.import_module(f"milvus_tui.model.findings.{name}")
    detectors = [
        each
        for _, each in inspect.getmembers(agent, inspect.isclass)
        if issubclass(each, Detector) and each.__module__ == agent.__name__
    ]
    assert [each.__name__.lower() for each in detectors] == [f"{name.replace('_', '')}detector"]
    assert model.EXPLANATION.kind == kind
    assert kinds.KINDS[kind] is model.EXPLANATION
    assert Path(__file__).with_name(f"test_{name}.py").exists()


def test_every_explanation_is_of_a_kind() -> None:
    assert set(kinds.KINDS) == {*CONSTANTS.values(), WRONG_PREDICTION}
