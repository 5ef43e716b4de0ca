"""chipnews tracks and summarises AI-hardware news, with a ledger of every figure and its source."""

__version__ = "0.1.0"
