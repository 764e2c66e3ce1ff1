"""A script of a few lines that never closes its client, and need not: the process ends.

on: D F
must: note unclosed client in <module>
"""

import sys

from pymilvus import MilvusClient

client = MilvusClient(sys.argv[1])
client.list_collections()
