# CURED: the store is closed when it is done.
import os

from pymilvus import MilvusClient


class Store:
    def __init__(self):
        self.client = MilvusClient(uri=f"http://127.0.0.1:{os.environ.get('PORT', '29530')}")

    def batch(self):
        return self.client.list_collections()


store = Store()
store.batch()
try:
    store.batch()
    print("worked")
except Exception as error:
    print(type(error).__name__, error)
store.client.close()
