"""The lab: a target for experiments, and the commands that a viewer may send to it."""
