"""Embedded Milvus Lite: the servers of `.db` files, their processes, and who holds a file."""
