# CURED: calls has_collection() of the client, not of utility, which needs an alias of the ORM.
import os
from pymilvus import MilvusClient

client = MilvusClient(uri=f"http://127.0.0.1:{os.environ.get('PORT', '29530')}")
client.has_collection("books")
try:
    client.has_collection("books")
except Exception as error:
    print(type(error).__name__, error)
client.close()
