# CURED: the port is that of gRPC.
import http.server
import os
import threading

from pymilvus import MilvusClient


class Health(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass


web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Health)
threading.Thread(target=web.serve_forever, daemon=True).start()
try:
    client = MilvusClient(uri=f"http://127.0.0.1:{os.environ.get('PORT', '29530')}", timeout=2)
    print("made")
except Exception as error:
    print(type(error).__name__, str(error)[-90:])
