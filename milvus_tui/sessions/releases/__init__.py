"""Python interpreters that have a release of pymilvus."""
