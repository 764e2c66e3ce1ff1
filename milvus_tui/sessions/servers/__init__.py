"""Milvus servers on this machine: Milvus Lite, and Milvus standalone."""
