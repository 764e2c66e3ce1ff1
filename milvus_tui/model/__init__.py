"""Immutable snapshots of a target, and pure functions that compute what the screen shows."""
