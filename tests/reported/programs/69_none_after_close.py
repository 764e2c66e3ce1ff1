# TRUTH: pymilvus#3362 (2.6.10). A store closes its client when it is done with a batch and is used for one more: "'NoneType' object has no attribute 'list_collections'", which names neither the close nor a connection. Cure: close it last.
import os

from pymilvus import MilvusClient


class Store:
    def __init__(self):
        self.client = MilvusClient(uri=f"http://127.0.0.1:{os.environ.get('PORT', '29530')}")

    def batch(self):
        try:
            return self.client.list_collections()
        finally:
            self.client.close()


store = Store()
store.batch()
try:
    store.batch()
    print("worked")
except Exception as error:
    print(type(error).__name__, error)
