# CURED: makes one client, keeps it, and closes it at the end.
import gc
import os
import time
from pymilvus import MilvusClient

URI = f"http://127.0.0.1:{os.environ.get('PORT', '29530')}"


class Backend:
    def __init__(self):
        self._kept = MilvusClient(uri=URI, db_name="default")

    def _client(self):
        return self._kept

    def exists(self, name):
        return self._client().has_collection(name)

    def names(self):
        return self._client().list_collections()


backend = Backend()
for _ in range(6):
    backend.exists("kb")
    backend.names()
backend._client().close()
gc.collect()
time.sleep(1.5)
print("done")
