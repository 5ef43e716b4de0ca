"""Report values to terminal, markdown, HTML, JSON and CSV. Knows no database."""
