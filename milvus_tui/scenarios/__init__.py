"""Scenarios: a few steps that are played on a real target, and what is observed there.

Most of them check a statement of the guide. `catalog/` holds one file for each scenario; every
file that defines `SCENARIO` is found.
"""
