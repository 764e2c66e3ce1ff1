# CURED: the second server has an alias of its own.
import os
from pymilvus import connections, utility

first, second = os.environ.get("PORT", "29530"), os.environ.get("PORT2", "29531")
connections.connect(host="127.0.0.1", port=first)
try:
    connections.connect("second", host="127.0.0.1", port=second)
except Exception as error:
    print(type(error).__name__, str(error)[:90])
print("still on the first:", isinstance(utility.list_collections(), list))
