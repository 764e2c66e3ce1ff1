# CURED: each client has an alias of its own.
import os
from pymilvus import MilvusClient

uri = f"http://127.0.0.1:{os.environ.get('PORT', '29530')}"
NAME = f"of_public_{os.getpid()}"
admin = MilvusClient(uri=uri, alias="admin")
for name in ("public_52", "private_52"):
    if name not in admin.list_databases():
        admin.create_database(name)
admin.close()
public = MilvusClient(uri=uri, db_name="public_52", alias="public")
public.create_collection(NAME, dimension=4)
before = public.has_collection(NAME)
private = MilvusClient(uri=uri, db_name="private_52", alias="private")
print("seen before and after:", before, public.has_collection(NAME))
MilvusClient(uri=uri, db_name="public_52", alias="cleaner").drop_collection(NAME)
