# CURED: an alias is named after its database, and looked for by that name.
import os
from pymilvus import Collection, CollectionSchema, DataType, FieldSchema, connections, db, utility

PORT = os.environ.get("PORT", "29530")
ADDRESS = f"127.0.0.1:{PORT}"


def alias_for(database):
    alias = f"{ADDRESS}/{database}"
    if not connections.has_connection(alias):
        connections.connect(alias, host="127.0.0.1", port=PORT, db_name=database)
    return alias


class Store:
    def __init__(self, database):
        self.alias = alias_for(database)

    def create(self, name):
        fields = [FieldSchema("id", DataType.INT64, is_primary=True), FieldSchema("v", DataType.FLOAT_VECTOR, dim=4)]
        return Collection(name, CollectionSchema(fields), using=self.alias)


connections.connect("admin", host="127.0.0.1", port=PORT)
for name in ("tenant_a", "tenant_b"):
    if name not in db.list_database(using="admin"):
        db.create_database(name, using="admin")
connections.disconnect("admin")
a, b = Store("tenant_a"), Store("tenant_b")
b.create("only_b")
utility.drop_collection("only_b", using=b.alias)
connections.connect("look", host="127.0.0.1", port=PORT, db_name="tenant_a")
print("the collection of tenant_b is in tenant_a:", utility.has_collection("only_b", using="look"))
