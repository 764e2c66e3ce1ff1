# CURED: each process of the pool connects, in its initializer; the parent does not.
import concurrent.futures
import multiprocessing
import os

from pymilvus import connections, utility

PORT = os.environ.get("PORT", "29530")


def connect():
    connections.connect("default", host="127.0.0.1", port=PORT)


def count(name):
    try:
        return utility.has_collection(name, timeout=3)
    except Exception as error:
        return type(error).__name__


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=context, initializer=connect) as pool:
        print(list(pool.map(count, ["docs"])))
