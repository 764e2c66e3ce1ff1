# CURED: both processes use a server.
import multiprocessing
import os
import tempfile


def index(path, answers):
    from pymilvus import MilvusClient

    try:
        client = MilvusClient(f"http://127.0.0.1:{os.environ.get('PORT', '29530')}")
        answers.put(f"opened {len(client.list_collections())}")
        client.close()
    except Exception as error:
        answers.put(type(error).__name__)


if __name__ == "__main__":
    from pymilvus import MilvusClient

    path = os.path.join(tempfile.mkdtemp(), "memory.db")
    client = MilvusClient(f"http://127.0.0.1:{os.environ.get('PORT', '29530')}")
    client.list_collections()
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    second = context.Process(target=index, args=(path, answers), name="indexer")
    second.start()
    print("the indexer:", answers.get(timeout=60))
    second.join()
    client.close()
