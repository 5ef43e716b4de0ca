"""From stored items to mentions and figures."""
