"""A user's program with a login in every parameter that takes one; some logins are refused.

`python secrets_program.py URI --token SECRET`: the program's arguments are secret, too.
"""

import sys
from typing import Any

from pymilvus import MilvusClient, connections

uri, secret = sys.argv[1], sys.argv[3]
address = uri.split("://")[1]
kept: list[Any] = []

for arguments in (
    {"uri": uri, "user": "root", "password": "Milvus"},
    {"uri": uri, "token": "root:Milvus"},
    {"uri": f"http://root:Milvus@{address}"},
    {"uri": uri, "user": "root", "password": secret},
    {"uri": uri, "token": f"root:{secret}"},
    {"uri": uri, "token": secret},
    {"uri": f"http://root:{secret}@{address}"},
    {"uri": f"ftp://root:{secret}@{address}"},
    {"uri": uri, "token": "root:Milvus", "db_name": secret[:3]},
):
    try:
        wrong = any(secret in text for text in arguments.values())
        kept.append(MilvusClient(**arguments, timeout=2 if wrong else 60))
        kept[-1].list_collections()
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")
orm: tuple[tuple[str, dict[str, Any]], ...] = (
    ("orm", {"uri": uri, "user": "root", "password": "Milvus"}),
    ("wrong", {"uri": uri, "user": "root", "password": secret, "timeout": 1}),
)
for name, login in orm:
    try:
        connections.connect(name, **login)
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")
for client in kept[:2]:
    client.close()
sys.stdout.write(f"{len(kept)} clients\n")
