"""A pymilvus without its ORM, as 3.1 is said to be: `without_orm_program.py URI`.

Prints what the agent knows. `pymilvus.orm` is taken away once pymilvus is imported, since no
release without the ORM exists yet.
"""

from __future__ import annotations

import importlib.abc
import json
import sys
from typing import TYPE_CHECKING, Any

import pymilvus
from pymilvus import MilvusClient

if TYPE_CHECKING:
    from collections.abc import Sequence

import milvus_tui.agent as agent_package
from milvus_tui.agent.lab.client_parameters import ClientParameters
from milvus_tui.agent.lab.server_check import check_server


class NoOrm(importlib.abc.MetaPathFinder):
    """Lets nothing import the ORM."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: Any = None) -> None:
        """Raise what the import of a missing module raises."""
        if name == "pymilvus.orm" or name.startswith("pymilvus.orm."):
            raise ImportError(f"No module named {name!r}", name=name)


sys.meta_path.insert(0, NoOrm())
for name in [name for name in sys.modules if name.partition(".orm")[0] == "pymilvus"]:
    if ".orm" in name:
        del sys.modules[name]
for name in ("orm", "connections", "Connections", "utility", "db", "Collection"):
    delattr(pymilvus, name)

agent_package.start(interval=0.1)
client = MilvusClient(sys.argv[1])
client.list_collections()
watcher = agent_package._watcher
assert watcher is not None
agent = watcher._agent
assert agent is not None
client.close()
assert agent.wait_until_processed(60)
rows = [agent.tables.get("clients", key) for key in agent.tables.keys("clients")]
closed = [row.closed_by for row in rows if row]
server = check_server(ClientParameters(sys.argv[1]), {}, 10.0)
sys.stdout.write(json.dumps({"faults": agent.faults, "closed": closed, "server": server}))
agent_package.stop()
