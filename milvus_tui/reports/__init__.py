"""What milvus-tui does without a screen: the same targets and models, and text for the result."""
