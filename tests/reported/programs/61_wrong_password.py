# TRUTH: milvus#30919, milvus#37714, pymilvus#1801. The password was changed on the server, and the program still has the old one: "Fail connecting to server … illegal connection params or server unavailable" (from 2.6.16 on), where only the cause says "auth check failure". Address and server are fine. Cure: the right password.
import os

from pymilvus import MilvusClient

try:
    client = MilvusClient(
        uri=f"http://127.0.0.1:{os.environ.get('AUTH_PORT', '29540')}", user="root", password="Milvus-old", timeout=4
    )
    print("made", len(client.list_collections()) >= 0)
    client.close()
except Exception as error:
    print(type(error).__name__)
