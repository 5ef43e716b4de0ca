"""From the network to stored items."""
