# CURED: the address is that of a server.
import os
import time
from pymilvus import MilvusClient

for attempt in range(3):
    try:
        client = MilvusClient(uri=f"http://127.0.0.1:{os.environ.get('PORT', '29530')}", token="root:Milvus", timeout=1.5)
        break
    except Exception as error:
        print(attempt, type(error).__name__, str(error)[:60])
        time.sleep(0.3)
else:
    print("gave up: no vector store, going on without")
