"""What can be run: crawl, subscribe to a source, import files, fetch one page.

Each job is a function that yields or returns what happened; the command line prints it.
"""
