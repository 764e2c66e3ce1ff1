# TRUTH: pymilvus#3175 (2.5.13 to 2.6.6). Two parts of a program have a client each; one calls use_database(), and the other's calls go there too. Cure: a client made with db_name= for each database, or an alias= each; or 2.6.7.
import os
from pymilvus import MilvusClient

URI = f"http://127.0.0.1:{os.environ.get('PORT', '29530')}"
NAME = f"books_{os.getpid()}"


class Tenant:
    def __init__(self, database):
        self.client = MilvusClient(uri=URI)
        self.client.use_database(database)


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
tenant.client.use_database("default")
catalog.client.drop_collection(NAME)
catalog.client.close()
