# CURED: the form has an alias of its own, so that its password is checked; here it is the right one.
import os
from pymilvus import MilvusClient

uri = f"http://127.0.0.1:{os.environ.get('AUTH_PORT', '29540')}"
service = MilvusClient(uri=uri, user="root", password="Milvus")
print("service:", isinstance(service.list_collections(), list))
try:
    login_form = MilvusClient(uri=uri, user="root", password="Milvus", alias="login form")
    print("login form:", isinstance(login_form.list_collections(), list))
    login_form.close()
except Exception as error:
    print("refused:", type(error).__name__)
try:
    print("service still works:", isinstance(service.list_collections(), list))
except Exception as error:
    print("service broken:", type(error).__name__)
