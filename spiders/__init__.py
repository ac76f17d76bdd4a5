"""Spiders: what to start from.  What is done with a page stands in ``newsarchive``."""
