# TRUTH: milvus#1664 (comments of 2025). http_proxy is set, for the company's network; gRPC obeys it, so that even 127.0.0.1 is asked for at the proxy: "Fail connecting to server", though the server is up. Cure: no_proxy.
import os

os.environ["http_proxy"] = "http://127.0.0.1:9"
from pymilvus import MilvusClient  # noqa: E402

try:
    client = MilvusClient(uri=f"http://127.0.0.1:{os.environ.get('PORT', '29530')}", timeout=2)
    print("made", len(client.list_collections()) >= 0)
    client.close()
except Exception as error:
    print(type(error).__name__, str(error)[-90:])
