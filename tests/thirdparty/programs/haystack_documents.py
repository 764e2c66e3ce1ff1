# mypy: ignore-errors
# ruff: noqa: T201
"""Two milvus-haystack stores on one server, and one for each of three requests: documents in, out
and deleted.
"""

import gc
import sys
import time
from typing import Any

from haystack import Document
from milvus_haystack import MilvusDocumentStore
from milvus_haystack.milvus_embedding_retriever import MilvusEmbeddingRetriever

VECTORS = {"apple": [1.0, 0.0], "banana": [0.9, 0.4], "kiwi": [0.0, 1.0]}


def store(uri: str, name: str, anew: bool = True) -> MilvusDocumentStore:
    return MilvusDocumentStore(
        connection_args={"uri": uri},
        collection_name=name,
        consistency_level="Strong",
        index_params={"index_type": "FLAT", "metric_type": "L2", "params": {}},
        drop_old=anew,
    )


def request(uri: str) -> None:
    print(store(uri, "hs_fruits", anew=False).count_documents())


def main(uri: str) -> tuple[Any, ...]:
    fruits, more = store(uri, "hs_fruits"), store(uri, "hs_more")
    documents = [Document(content=name, embedding=VECTORS[name]) for name in VECTORS]
    print(fruits.write_documents(documents), more.write_documents(documents[:1]))
    retriever = MilvusEmbeddingRetriever(document_store=fruits, top_k=2)
    found = retriever.run(query_embedding=[1.0, 0.1])["documents"]
    print([document.content for document in found])
    fruits.delete_documents([documents[0].id])
    print(fruits.count_documents(), more.count_documents())
    for _ in range(3):
        request(uri)
    gc.collect()
    time.sleep(1)
    for each in (fruits, more):
        each.client.drop_collection(each.collection_name)
    return fruits, more


if __name__ == "__main__":
    to_the_end = main(*sys.argv[1:])
