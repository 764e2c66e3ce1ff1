# TRUTH: milvus#22338, milvus#3032. A Collection of the parent is used in the processes of a pool, which are forked: calls hang or end with "RPC terminated". Cure: connect in each process (initializer=), or start them by spawn.
import concurrent.futures
import multiprocessing
import os

from pymilvus import connections, utility

PORT = os.environ.get("PORT", "29530")


def count(name):
    try:
        return utility.has_collection(name, timeout=3)
    except Exception as error:
        return type(error).__name__


if __name__ == "__main__":
    connections.connect("default", host="127.0.0.1", port=PORT)
    utility.has_collection("docs")
    context = multiprocessing.get_context("fork")
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=context) as pool:
        print(list(pool.map(count, ["docs"])))
