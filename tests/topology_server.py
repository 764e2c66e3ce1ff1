"""The HTTP server of a global cluster: it gives the topology, whose clusters are real servers.

No server that can be installed here is a global cluster, so this one stands for it.
"""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

READABLE, PRIMARY = 1, 3
"""Capabilities of a cluster, as in pymilvus."""


class TopologyServer(HTTPServer):
    """Gives the topology at any path. `move_primary()` changes it."""

    def __init__(self, *uris: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self._uris, self._primary, self._version = uris, 0, 1

    @property
    def uri(self) -> str:
        """What a client is to request: pymilvus looks for the word in the URI."""
        return f"http://127.0.0.1:{self.server_port}/#global-cluster"

    def move_primary(self) -> None:
        """Make the next cluster the primary."""
        self._primary, self._version = self._primary + 1, self._version + 1

    def topology(self) -> bytes:
        clusters = [
            {
                "clusterId": f"in0{number}",
                "endpoint": uri,
                "capability": PRIMARY if number == self._primary else READABLE,
            }
            for number, uri in enumerate(self._uris)
        ]
        data = {"version": str(self._version), "clusters": clusters}
        return json.dumps({"code": 0, "data": data}).encode()


class _Handler(BaseHTTPRequestHandler):
    server: TopologyServer

    def do_GET(self) -> None:
        body = self.server.topology()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def topology_server(*uris: str) -> Iterator[TopologyServer]:
    """A running one, of which the first URI is the primary."""
    with TopologyServer(*uris) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
