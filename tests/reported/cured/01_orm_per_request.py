# CURED: connects once, when the program starts, and disconnects once, at its end.
import os
from pymilvus import connections, utility

PORT = os.environ.get("PORT", "29530")


def handle_request(number):
    return utility.has_collection("docs")


if __name__ == "__main__":
    connections.connect(alias="default", host="127.0.0.1", port=PORT)
    answers = [handle_request(n) for n in range(25)]
    connections.disconnect(alias="default")
    print("requests", len(answers), "found", sum(answers))
