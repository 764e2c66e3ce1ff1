# CURED: connect() names the login, too.
import os
from pymilvus import MilvusClient, connections, utility

PORT = os.environ.get("AUTH_PORT", "29540")
try:
    connections.connect("default", host="127.0.0.1", port=PORT, token="root:Milvus", timeout=5)
    print("default connected")
except Exception as error:
    print("connect:", str(error)[:80])
client = MilvusClient(uri=f"http://127.0.0.1:{PORT}", token="root:Milvus")
print("client:", isinstance(client.list_collections(), list), "has default:", connections.has_connection("default"))
try:
    print(utility.list_collections(timeout=3))
except Exception as error:
    print("utility:", type(error).__name__, "missing authorization" in str(error), "should create" in str(error))
client.close()
