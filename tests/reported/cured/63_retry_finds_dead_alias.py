# CURED: the helper connects an alias again that is not connected.
import os

from pymilvus import connections, utility

PORT = os.environ.get("PORT", "29530")
made = {}


def alias_for(address):
    if address not in made:
        made[address] = f"alias-{len(made)}"
    if not connections.has_connection(made[address]):
        connections.connect(made[address], host="127.0.0.1", port=address[1])
    return made[address]


def has(name):
    alias = alias_for(("127.0.0.1", PORT))
    try:
        return utility.has_collection(name, using=alias)
    except Exception:
        return utility.has_collection(name, using=alias_for(("127.0.0.1", PORT)))


def clean_up():
    for alias in made.values():
        connections.disconnect(alias)


print(has("docs"))
clean_up()
try:
    print(has("docs"))
except Exception as error:
    print(type(error).__name__)
clean_up()
