"""Queries to report values: frozen dataclasses that know no screen."""
