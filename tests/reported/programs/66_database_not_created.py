# TRUTH: open-webui/open-webui#10515, milvus#40107. db_name= names a database that nobody created: the first call is refused ("database not found"); address and login are fine. Cure: create it once, or take the right name.
import os

from pymilvus import MilvusClient

uri = f"http://127.0.0.1:{os.environ.get('AUTH_PORT', '29540')}"
try:
    client = MilvusClient(uri=uri, token="root:Milvus", db_name="open_webui")
    print("made", len(client.list_collections()) >= 0)
    client.close()
except Exception as error:
    print(type(error).__name__, "database" in str(error))
