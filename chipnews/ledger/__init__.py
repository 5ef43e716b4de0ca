"""From figures to the ledger: which figures state the same fact, and who says so."""
