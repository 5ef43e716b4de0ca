"""Measurements of chipnews: accuracy on labelled texts, and speed against its peers. No part of the wheel."""
