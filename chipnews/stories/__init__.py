"""From items to stories: which items tell of the same event."""
