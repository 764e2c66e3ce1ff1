"""The lab: a target that exists for being played with, and what a viewer may do in it."""
