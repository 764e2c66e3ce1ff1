# CURED: speaks plain text, as the server does.
import os
import time
from pymilvus import MilvusClient

start = time.time()
try:
    client = MilvusClient(uri=f"http://127.0.0.1:{os.environ.get('PORT', '29530')}", token="root:Milvus", timeout=5)
    print("made")
    print(len(client.list_collections(timeout=5)))
except Exception as error:
    print(type(error).__name__, str(error)[:130])
