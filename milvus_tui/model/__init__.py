"""What a target looks like: immutable snapshots, and pure functions from them to what is shown."""
