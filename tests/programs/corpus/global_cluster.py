"""A client of a global cluster: it requests one address, and the topology names another.

on: 2.6.10 F 3.0.2
servers: two
"""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from pymilvus import MilvusClient

READABLE, PRIMARY = 1, 3


class Topology(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        clusters = [
            {"clusterId": uri, "endpoint": uri, "capability": capability}
            for uri, capability in ((sys.argv[1], PRIMARY), (sys.argv[2], READABLE))
        ]
        data = {"version": 1, "clusters": clusters}
        body = json.dumps({"code": 0, "data": data}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


def main() -> None:
    server = HTTPServer(("127.0.0.1", 0), Topology)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    client = MilvusClient(f"http://127.0.0.1:{server.server_port}/#global-cluster")
    client.list_collections()
    client.close()


if __name__ == "__main__":
    main()
