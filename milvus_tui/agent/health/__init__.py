"""Which clients can call `list_collections` now: routes, probes, verdicts and gRPC channels."""
