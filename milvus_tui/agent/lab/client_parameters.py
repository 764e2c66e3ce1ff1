"""The parameters with which the lab creates clients."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict

from milvus_tui.agent import masking


@dataclass(frozen=True)
class ClientParameters:
    """The parameters of a client. They hold secrets: never show, store or send them."""

    uri: str = field(repr=False)
    database: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    alias: str = ""
    dedicated: bool = False
    own_thread: bool = False
    options: Dict[str, Any] = field(default_factory=dict)
    """Further arguments of `MilvusClient`, such as `grpc_options` or those for TLS."""

    def login(self) -> str:
        """The login, masked; empty for none."""
        return masking.login(self.user, self.password, self.token) or masking.uri_login(self.uri)

    def arguments(self) -> Dict[str, Any]:
        """Arguments of `MilvusClient`, without those that are empty."""
        named = {
            "user": self.user,
            "password": self.password,
            "token": self.token,
            "db_name": self.database,
            "alias": self.alias,
            "dedicated": self.dedicated,
        }
        given = {name: value for name, value in named.items() if value}
        return {"uri": self.uri, **given, **self.options}
