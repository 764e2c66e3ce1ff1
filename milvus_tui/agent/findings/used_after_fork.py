"""Used after fork: a client, or an alias of the ORM, from before a fork was used in the child."""

from __future__ import annotations

from typing import Dict, List

from milvus_tui.agent.findings.detector_base import Sources
from milvus_tui.agent.findings.wrong_uses import WrongUseDetector
from milvus_tui.agent.hooks.notes import Use
from milvus_tui.agent.state.alias_groups import ClientRecord
from milvus_tui.agent.state.orm_records import MOST_USERS, OrmRecord
from milvus_tui.wire import Kind
from milvus_tui.wire.client_names import client_name

ORM = "orm"
"""The detail where an alias of the ORM was used."""


class UsedAfterForkDetector(WrongUseDetector):
    """Reports inherited clients, and inherited aliases of the ORM, that were used."""

    kind = Kind.USED_AFTER_FORK

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._uses: Dict[str, List[Use]] = {}

    def text(self, record: ClientRecord, site: str) -> str:
        """Who used the client, and where its parent created it."""
        row = record.row
        name, made = client_name(row.id), row.site
        return f"{name}, created before the fork by {made}, was used by {site} in the child"

    def alias_used(self, record: OrmRecord, use: Use, site: str, place: int, at: float) -> None:
        """A thread of the child used an alias of the ORM that its parent had connected."""
        row = record.row
        uses = self._uses.setdefault(row.text, [])
        if len(uses) < MOST_USERS:
            uses.append(use)
        self._store.begin(
            self.kind,
            (ORM, row.text),
            at,
            f"alias {row.text!r}, connected before the fork by {row.connected_by}, was used by "
            f"{site} in the child",
            connection=record.connection,
            place=place,
            also=row.place,
            count=sum(each.count for each in uses),
            detail=ORM,
            name=row.text,
        )

    def alias_ended(self, alias: str, by: str, at: float) -> None:
        """The child disconnected an alias of the ORM, or connected it itself."""
        if self._uses.pop(alias, None) is not None:
            self._store.end(self.kind, (ORM, alias), at, by)
