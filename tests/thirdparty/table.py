"""What `milvus-tui check` says of a package, as a row of the table in docs/third-party.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests import servers

if TYPE_CHECKING:
    from tests.thirdparty.packages import Package

PAGE = servers.ROOT / "docs" / "third-party.md"


def row(package: Package, process: dict[str, Any]) -> str:
    """A line of Markdown.

    Args:
        process: the process in the JSON of `check` that made clients.
    """
    connections = process["connections"]
    cells = (
        f"{package.name} {package.version}",
        process["pymilvus"],
        process["clients_made"],
        connections["opened"],
        connections["left"],
        connections["sockets"],
        _findings(process["findings"]),
    )
    return f"| {' | '.join(map(str, cells))} |"


def _findings(findings: list[dict[str, Any]]) -> str:
    counts: dict[str, int] = {}
    for each in findings:
        if each["severity"] != "note":
            counts[each["kind"]] = counts.get(each["kind"], 0) + each["count"]
    return ", ".join(f"{kind} ×{count}" for kind, count in sorted(counts.items())) or "none"
