"""Wrong prediction: the only kind that the dashboard itself finds, by `model.predictions`."""

from __future__ import annotations

from milvus_tui.model import text
from milvus_tui.model.findings.explanation import WARNING, Explanation

WRONG_PREDICTION = "wrong prediction"


def title(client: int) -> str:
    """The client whose close() was predicted."""
    return f"{text.client_name(client)}.close() broke other clients than predicted"


EXPLANATION = Explanation(
    WRONG_PREDICTION,
    WARNING,
    "A close() broke other clients than the dashboard had predicted.",
    "The program does something that its connections do not show.",
    "Look at the events around the close: another thread may have created or closed a client in "
    "the same moment. If none did, milvus-tui does not know this release well enough: please "
    "report it.",
    "Never: what happened stays.",
)
