"""Observes the program: method hooks, observers, notes, call sites and gRPC channels."""
