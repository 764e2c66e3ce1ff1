# CURED: the first process ends the embedded server, too.
import multiprocessing
import os
import tempfile


def report(path, answers):
    from pymilvus import MilvusClient

    try:
        client = MilvusClient(path)
        answers.put("opened")
        client.close()
    except Exception as error:
        answers.put(type(error).__name__)


if __name__ == "__main__":
    from pymilvus import MilvusClient

    path = os.path.join(tempfile.mkdtemp(), "demo.db")
    importer = MilvusClient(path)
    importer.list_collections()
    importer.close()
    from milvus_lite.server_manager import server_manager_instance

    server_manager_instance.release_server(path)
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    second = context.Process(target=report, args=(path, answers))
    second.start()
    print("the second process:", answers.get(timeout=60))
    second.join()
