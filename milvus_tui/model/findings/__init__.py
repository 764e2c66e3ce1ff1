"""What is wrong in a target, as words for a person: from rows of the agent to findings.

The agent says what it saw (`wire.Finding`). Here stands how grave that is, why it matters and what
to do about it in this release of pymilvus (`kinds`), what it is called (`titles`), which findings
count at all and in what order they stand (`shown`), and the page of documentation (`page`).
"""
