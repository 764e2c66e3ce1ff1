"""What can be wrong, found by looking: one small detector for each thing; see `wire.Kind`."""
