"""Python interpreters with a pymilvus release."""
