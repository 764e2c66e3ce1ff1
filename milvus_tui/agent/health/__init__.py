"""Which clients can call `list_collections` now: routes, probes and verdicts."""
