# mypy: ignore-errors
# ruff: noqa: T201
"""Two llama-index stores on one server, and one for each of three requests: nodes in, a query in
each, one deleted.
"""

import gc
import sys
import time
from typing import Any

from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode
from llama_index.core.vector_stores import VectorStoreQuery
from llama_index.vector_stores.milvus import MilvusVectorStore

VECTORS = {"apple": [1.0, 0.0], "banana": [0.9, 0.4], "kiwi": [0.0, 1.0]}


def node(name: str) -> TextNode:
    source = {NodeRelationship.SOURCE: RelatedNodeInfo(node_id=f"doc-{name}")}
    return TextNode(id_=name, text=name, embedding=VECTORS[name], relationships=source)


def store(uri: str, name: str, anew: bool = True) -> MilvusVectorStore:
    return MilvusVectorStore(
        uri=uri,
        collection_name=name,
        dim=2,
        overwrite=anew,
        consistency_level="Strong",
        index_config={"index_type": "FLAT"},
    )


def request(uri: str) -> None:
    found = store(uri, "li_fruits", anew=False).query(VectorStoreQuery([0.0, 1.0]))
    print(found.ids)


def main(uri: str) -> tuple[Any, ...]:
    fruits, more = store(uri, "li_fruits"), store(uri, "li_more")
    fruits.add([node(name) for name in VECTORS])
    more.add([node("kiwi")])
    for each in (fruits, more):
        found = each.query(VectorStoreQuery([1.0, 0.1], similarity_top_k=2))
        print(found.ids, [round(number, 3) for number in found.similarities or []])
    fruits.delete("doc-apple")
    print(fruits.query(VectorStoreQuery([1.0, 0.1], similarity_top_k=3)).ids)
    for _ in range(3):
        request(uri)
    gc.collect()
    time.sleep(1)
    for each in (fruits, more):
        each.client.drop_collection(each.collection_name)
    return fruits, more


if __name__ == "__main__":
    to_the_end = main(*sys.argv[1:])
