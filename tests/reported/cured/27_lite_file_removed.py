# CURED: keeps the file.
import os
import tempfile
from pymilvus import DataType, MilvusClient

folder = os.path.join(tempfile.mkdtemp(), "store")


def build():
    os.makedirs(folder, exist_ok=True)
    client = MilvusClient(os.path.join(folder, "demo.db"))
    schema = client.create_schema(auto_id=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("v", DataType.FLOAT_VECTOR, dim=2)
    index = client.prepare_index_params()
    index.add_index("v", index_type="FLAT", metric_type="L2")
    client.create_collection("demo", schema=schema, index_params=index)
    client.insert("demo", [{"id": 1, "v": [0.0, 1.0]}])
    client.drop_collection("demo")
    client.close()


build()
try:
    build()
    print("second store: ok")
except Exception as error:
    print("second store:", type(error).__name__, str(error)[:80])
