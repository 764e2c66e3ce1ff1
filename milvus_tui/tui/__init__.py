"""The dashboard: screens and widgets that render snapshots and send commands. No pymilvus."""
