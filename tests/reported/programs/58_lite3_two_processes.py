# TRUTH: milvus#50390, zilliztech/memsearch#652. Milvus Lite 3: a .db that another process has open cannot be opened ("Resource temporarily unavailable" below the error). It is no matter of versions. Cure: one process for the file, or a server.
import multiprocessing
import os
import tempfile


def index(path, answers):
    from pymilvus import MilvusClient

    try:
        client = MilvusClient(path)
        answers.put(f"opened {len(client.list_collections())}")
        client.close()
    except Exception as error:
        answers.put(type(error).__name__)


if __name__ == "__main__":
    from pymilvus import MilvusClient

    path = os.path.join(tempfile.mkdtemp(), "memory.db")
    client = MilvusClient(path)
    client.list_collections()
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    second = context.Process(target=index, args=(path, answers), name="indexer")
    second.start()
    print("the indexer:", answers.get(timeout=60))
    second.join()
    client.close()
