"""What milvus-tui prints: reports of findings, and results of scenarios, as text and as data."""
