"""What each amount of money of a text is about: kind, parties, period, direction, status and source."""

from chipnews.tagging.attribution.attribute import attribute

__all__ = ["attribute"]
