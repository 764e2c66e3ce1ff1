# mypy: ignore-errors
"""A notebook makes its async client in a cell that awaits, and a MilvusClient in another one.

on: 2.6.3
"""

# %%
import os

from pymilvus import AsyncMilvusClient, MilvusClient

uri = os.environ["MILVUS_URI"]

# %%
client = AsyncMilvusClient(uri)
await client.drop_collection("none_such")  # noqa: F704, PLE1142

# %%
from parts.slow_relay import relay  # noqa: E402

plain = MilvusClient(relay(uri))
for _ in range(3):
    plain.list_collections()
plain.close()
print("called")  # noqa: T201

# %%
await client.close()  # noqa: F704, PLE1142
