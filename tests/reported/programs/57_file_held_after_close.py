# TRUTH: milvus-lite#227. close() of a client does not let go of the .db file (Milvus Lite 2.4): its embedded server lives as long as the process, so that a second process gets "Open local milvus failed" although the first has closed its client. Cure: let the first process end, or end its server by release_server(path).
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
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    second = context.Process(target=report, args=(path, answers))
    second.start()
    print("the second process:", answers.get(timeout=60))
    second.join()
