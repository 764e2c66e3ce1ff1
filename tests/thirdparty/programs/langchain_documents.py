# mypy: ignore-errors
# ruff: noqa: T201
"""Two langchain-milvus stores on one server, and one for each of three requests: documents in, a
search in each, one deleted.
"""

import gc
import sys
import time
from typing import Any

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_milvus import Milvus


class MadeUp(Embeddings):
    """A text's vector is made of its letters: no model, no network."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return [float(text.count(letter)) for letter in "aeio"]


def store(uri: str, name: str, anew: bool = True) -> Milvus:
    return Milvus(
        MadeUp(),
        collection_name=name,
        connection_args={"uri": uri},
        index_params={"index_type": "FLAT", "metric_type": "L2"},
        consistency_level="Strong",
        auto_id=True,
        drop_old=anew,
    )


def request(uri: str) -> None:
    found = store(uri, "lc_fruits", anew=False).similarity_search("apple", k=1)
    print([document.page_content for document in found])


def main(uri: str) -> tuple[Any, ...]:
    fruits, tools = store(uri, "lc_fruits"), store(uri, "lc_tools")
    names = ["apple", "banana", "kiwi", "orange"]
    fruits.add_documents([Document(name, metadata={"length": len(name)}) for name in names])
    tools.add_texts(["hammer", "pliers"])
    found = fruits.similarity_search_with_score("banana", k=2)
    print([(document.page_content, round(score, 3)) for document, score in found])
    print([document.page_content for document in tools.similarity_search("hammer", k=1)])
    fruits.delete(expr="length == 4")
    print(sorted(document.page_content for document in fruits.similarity_search("kiwi", k=9)))
    for _ in range(3):
        request(uri)
    gc.collect()
    time.sleep(1)
    for each in (fruits, tools):
        each.client.drop_collection(each.collection_name)
    return fruits, tools


if __name__ == "__main__":
    to_the_end = main(*sys.argv[1:])
