# TRUTH: milvus#41215. The URI has the port of Milvus's web server (9091), which speaks HTTP and not gRPC: "Fail connecting to server … illegal connection params or server unavailable", though a server listens. Cure: the gRPC port, 19530.
import http.server
import threading

from pymilvus import MilvusClient


class Health(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass


web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Health)
threading.Thread(target=web.serve_forever, daemon=True).start()
try:
    client = MilvusClient(uri=f"http://127.0.0.1:{web.server_port}", timeout=2)
    print("made")
except Exception as error:
    print(type(error).__name__, str(error)[-90:])
