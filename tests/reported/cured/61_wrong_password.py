# CURED: the password is the right one.
import os

from pymilvus import MilvusClient

try:
    client = MilvusClient(
        uri=f"http://127.0.0.1:{os.environ.get('AUTH_PORT', '29540')}", user="root", password="Milvus", timeout=4
    )
    print("made", len(client.list_collections()) >= 0)
    client.close()
except Exception as error:
    print(type(error).__name__)
