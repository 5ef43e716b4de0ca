"""Accuracy of the tagger on texts written and labelled for the purpose: `python -m benchmarks.accuracy`."""
