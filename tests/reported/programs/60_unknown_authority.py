# TRUTH: pymilvus#2785, pymilvus#1962. The server's certificate is signed by an authority of the house, and the client is not told of it: the handshake fails (CERTIFICATE_VERIFY_FAILED), and the error is "illegal connection params or server unavailable". Cure: server_pem_path= (or ca_pem_path=) and server_name=.
import os

from pymilvus import MilvusClient

try:
    client = MilvusClient(uri=f"https://localhost:{os.environ.get('TLS_PORT', '29550')}", timeout=3)
    print("made", len(client.list_collections()) >= 0)
    client.close()
except Exception as error:
    print(type(error).__name__, str(error)[-90:])
