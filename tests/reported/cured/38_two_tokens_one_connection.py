# CURED: each token has an alias of its own.
import os
from pymilvus import MilvusClient

uri = f"http://127.0.0.1:{os.environ.get('AUTH_PORT', '29540')}"
admin = MilvusClient(uri=uri, token="root:Milvus", alias="admin")
if "reader1" not in admin.list_users():
    admin.create_user("reader1", "Reader-12")
print("admin lists users:", "reader1" in admin.list_users())
reader = MilvusClient(uri=uri, token="reader1:Reader-12", alias="reader")
print("same alias:", reader._using == admin._using)
try:
    print("admin lists users:", "reader1" in admin.list_users())
except Exception as error:
    print("admin refused:", type(error).__name__, "Permission" in str(error))
