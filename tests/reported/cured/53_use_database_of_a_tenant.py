# CURED: the client of a database is made with db_name=, and nobody calls use_database().
import os
from pymilvus import MilvusClient

URI = f"http://127.0.0.1:{os.environ.get('PORT', '29530')}"
NAME = f"books_{os.getpid()}"


class Tenant:
    def __init__(self, database):
        self.client = MilvusClient(uri=URI, db_name=database)


class Catalog:
    def __init__(self):
        self.client = MilvusClient(uri=URI)

    def books(self):
        return self.client.has_collection(NAME)


catalog = Catalog()
catalog.client.create_collection(NAME, dimension=4)
if "tenant_53" not in catalog.client.list_databases():
    catalog.client.create_database("tenant_53")
print("before:", catalog.books())
tenant = Tenant("tenant_53")
print("after:", catalog.books())
tenant.client.close()
catalog.client.drop_collection(NAME)
catalog.client.close()
