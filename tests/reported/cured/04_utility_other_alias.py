# CURED: utility is given using="test", the alias that is connected.
import os
from pymilvus import connections, utility

connections.connect(alias="test", host="127.0.0.1", port=os.environ.get("PORT", "29530"))
try:
    print(len(utility.list_collections(using="test")))
except Exception as error:
    print(type(error).__name__, error)
print("with using:", isinstance(utility.list_collections(using="test"), list))
connections.disconnect("test")
