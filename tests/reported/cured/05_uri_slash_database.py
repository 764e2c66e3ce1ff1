# CURED: the URI has no slash at its end.
import os
from pymilvus import DataType, MilvusClient, connections, db

base = f"http://127.0.0.1:{os.environ.get('PORT', '29530')}"
admin = MilvusClient(uri=base)
connections.connect("admin", uri=base)
if "NT" not in db.list_database(using="admin"):
    db.create_database("NT", using="admin")
connections.disconnect("admin")
right = MilvusClient(uri=base, db_name="NT")
wrong = MilvusClient(uri=base, db_name="NT")
for client in (right, admin):
    if client.has_collection("probe_nt"):
        client.drop_collection("probe_nt")
schema = MilvusClient.create_schema(auto_id=True)
schema.add_field("id", DataType.INT64, is_primary=True)
schema.add_field("v", DataType.FLOAT_VECTOR, dim=4)
wrong.create_collection("probe_nt", schema=schema)
print("seen from NT:", right.has_collection("probe_nt"), "from default:", admin.has_collection("probe_nt"))
wrong.drop_collection("probe_nt")
for client in (admin, right, wrong):
    client.close()
