# CURED: calls the client itself, not Collection with the name of its connection.
import os
from pymilvus import MilvusClient

client = MilvusClient(uri=f"http://127.0.0.1:{os.environ.get('PORT', '29530')}")
try:
    client.has_collection("books")
except Exception as error:
    print(type(error).__name__, str(error)[-40:])
client.close()
