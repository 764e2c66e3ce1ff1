"""The dialogs that actions open. A dialog knows no action and no screen."""
