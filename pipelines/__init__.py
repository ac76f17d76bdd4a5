"""Pipelines: what happens to an article.  The work is done in ``newsarchive``."""
