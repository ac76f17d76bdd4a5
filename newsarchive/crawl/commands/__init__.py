"""Commands that replace Scrapy's own (setting COMMANDS_MODULE)."""
