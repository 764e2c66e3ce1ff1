"""What is wrong in a target, in words for a person: from the agent's rows to findings.

The agent reports what it saw (`wire.Finding`). Each kind has a module here that is named as the
kind: the severity, the title, why the finding matters and what to do about it in this release of
pymilvus. `kinds` lists the modules, `reported` makes the findings that are shown, in order, and
`findings_page` writes docs/findings.md.
"""
