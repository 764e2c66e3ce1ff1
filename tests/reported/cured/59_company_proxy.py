# CURED: the server is named in no_proxy.
import os

os.environ["http_proxy"] = "http://127.0.0.1:9"
os.environ["no_proxy"] = "127.0.0.1"
from pymilvus import MilvusClient  # noqa: E402

try:
    client = MilvusClient(uri=f"http://127.0.0.1:{os.environ.get('PORT', '29530')}", timeout=2)
    print("made", len(client.list_collections()) >= 0)
    client.close()
except Exception as error:
    print(type(error).__name__, str(error)[-90:])
