# CURED: the database is created first.
import os

from pymilvus import MilvusClient

uri = f"http://127.0.0.1:{os.environ.get('AUTH_PORT', '29540')}"
admin = MilvusClient(uri=uri, token="root:Milvus")
if "open_webui" not in admin.list_databases():
    admin.create_database("open_webui")
try:
    client = MilvusClient(uri=uri, token="root:Milvus", db_name="open_webui")
    print("made", len(client.list_collections()) >= 0)
    client.close()
    admin.drop_database("open_webui")
    admin.close()
except Exception as error:
    print(type(error).__name__, "database" in str(error))
