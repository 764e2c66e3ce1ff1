"""Scenarios: what the guide says, and more, played on a real target and observed.

`catalog/` holds one file for each; a file that is added there is found by itself.
"""
