# CURED: the client is given the certificate of the authority.
import os

from pymilvus import MilvusClient

try:
    client = MilvusClient(uri=f"https://localhost:{os.environ.get('TLS_PORT', '29550')}", timeout=3, server_pem_path=os.environ["TLS_CA"], server_name="localhost")
    print("made", len(client.list_collections()) >= 0)
    client.close()
except Exception as error:
    print(type(error).__name__, str(error)[-90:])
