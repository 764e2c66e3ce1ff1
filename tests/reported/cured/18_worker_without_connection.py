# CURED: each worker connects the alias, in the pool's initializer.
import multiprocessing
import os
from pymilvus import connections, utility

PORT = os.environ.get("PORT", "29530")


def connect():
    connections.connect("default", host="127.0.0.1", port=PORT)


def remote(name):
    try:
        return utility.has_collection(name)
    except Exception as error:
        return str(error)[-34:]


if __name__ == "__main__":
    connections.connect("default", host="127.0.0.1", port=PORT)
    print("parent:", remote("docs"))
    with multiprocessing.get_context("spawn").Pool(1, initializer=connect) as pool:
        print("worker:", pool.map(remote, ["docs"]))
    connections.disconnect("default")
