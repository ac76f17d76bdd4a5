"""Scrapy's side of the library: settings, middlewares, and crawls in a child process.

``newsarchive.crawl.run`` starts a crawl without importing Scrapy; the other modules are
named in ``settings`` and loaded by Scrapy itself.
"""
