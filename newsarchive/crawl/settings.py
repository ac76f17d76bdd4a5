"""Scrapy settings: polite values, and how ``newsarchive.toml`` becomes settings.

``scrapy.cfg`` names this module.  Everything can be overridden with ``scrapy crawl -s
NAME=VALUE``; what users set for good stands in ``newsarchive.toml`` (see
``newsarchive.config``).
"""

from __future__ import annotations

import sys

from scrapy.settings import default_settings

from newsarchive import __version__
from newsarchive.config import load_config
from newsarchive.crawl.chromium import find_browser
from newsarchive.errors import ConfigError

try:
    _config = load_config()
except ConfigError as error:
    print(f"newsarchive: {error}", file=sys.stderr)  # noqa: T201 - Scrapy would print a traceback
    raise SystemExit(2) from None

# --- Who we are, what there is to run -------------------------------------------------

BOT_NAME = "newsarchive"
SPIDER_MODULES = ["spiders", *_config.spider_modules]
SPIDER_LOADER_CLASS = "newsarchive.crawl.loading.ForgivingLoader"  # a broken one costs itself
NEWSPIDER_MODULE = _config.spider_modules[0] if _config.spider_modules else "spiders"
COMMANDS_MODULE = "newsarchive.crawl.commands"  # crawl, with exit codes and plain messages

# An honest name, and an address for the people whose servers we ask.
USER_AGENT = _config.user_agent or (
    f"newsarchive/{__version__} (+{_config.contact})"
    if _config.contact
    else f"newsarchive/{__version__}"
)

# --- Ours -----------------------------------------------------------------------------

# Where articles go: a path or sqlite:/// URL.
NEWSARCHIVE_ARCHIVE = _config.archive_place
# Where site rules of your own lie; those for layouts ship with the program (docs/rules.md).
NEWSARCHIVE_SITES = str(_config.sites_folder)
# Follow links to loopback, private and link-local addresses.  Off, since a hostile page
# could make us ask the machines behind our own firewall; sources that were added with
# --allow-private may be asked at their own address whatever this says.
NEWSARCHIVE_ALLOW_PRIVATE = _config.allow_private
# Hosts (with port) at private addresses that may be asked all the same.
NEWSARCHIVE_PRIVATE_HOSTS: list[str] = []
# Pages that ask for one of these (robots meta tag, X-Robots-Tag) are not archived.  None by
# default: they speak to search engines' public copies, and this archive is private.
NEWSARCHIVE_HEED = list(_config.heed)
# Whether every answer is on the disk before its row is written; off, a loss of power may leave
# rows that point at missing bytes (docs/keeping.md).
NEWSARCHIVE_SYNC = _config.sync
# Articles fetched per source in one run; the rest stays in the frontier for the next.
NEWSARCHIVE_BUDGET = 1000
# Print what happens as JSON lines on standard output: how `newsarchive crawl` listens.
NEWSARCHIVE_REPORT = False

# Seconds a page waits for a server that asked to be left alone (Retry-After); for longer rests
# it is left to a later crawl.
NEWSARCHIVE_MAX_REST = 120.0
# Seconds of Crawl-delay that are kept; a robots.txt that asks for more is told of in the log.
NEWSARCHIVE_MAX_CRAWL_DELAY = 60.0

# The Chromium for pages whose text scripts make, started at the first of them; "" where there
# is none, or scrapy-playwright is missing (docs/browser.md).
NEWSARCHIVE_BROWSER = find_browser(_config.browser)
# Seconds in which such a page may ask for more; most of it waits at hosts' gates.
NEWSARCHIVE_BROWSER_PATIENCE = 45.0

# --- Politeness -----------------------------------------------------------------------

# Every request passes its host's gate right before it is sent (newsarchive/crawl/hosts.py);
# requests for a host that may not be asked now keep no other waiting.
DOWNLOADER = "newsarchive.crawl.downloader.HostDownloader"
SCHEDULER = "newsarchive.crawl.scheduler.HostScheduler"
# robots.txt is obeyed (RFC 9309), with Crawl-delay, by a middleware of ours.
ROBOTSTXT_OBEY = _config.robots
# Never more requests at once to one host, by name and port, and never faster than this.
CONCURRENT_REQUESTS_PER_DOMAIN = _config.concurrency
DOWNLOAD_DELAY = _config.delay
# AutoThrottle adds to the delay: it waits as long as the server takes to answer.
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = max(_config.delay, 0.1)
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
# Many hosts at once are no burden to any of them.
CONCURRENT_REQUESTS = 32
# Tracked visits help nobody, and consent cookies make pages differ from visit to visit.
COOKIES_ENABLED = False
# Failures of the moment are tried twice more, listings once; all else is a failure row at once.
RETRY_TIMES = 2
RETRY_HTTP_CODES = [429, 500, 502, 503, 504, 522, 524, 408]
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the failure row and the report tell

# --- Bounds: everything from the web is hostile -----------------------------------------

# docs/bounds.md says of each what happens when it is hit.

DOWNLOAD_TIMEOUT = _config.timeout  # of a whole answer, however its bytes drip
DOWNLOAD_MAXSIZE = _config.max_page_bytes  # as sent, and once unpacked
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_HANDLERS = {
    "http": "newsarchive.crawl.transport.BoundedHandler",
    "https": "newsarchive.crawl.transport.BoundedHandler",
}
NEWSARCHIVE_MAX_TIMEOUTS = _config.max_timeouts
NEWSARCHIVE_MAX_HEAD_BYTES = _config.max_head_bytes
NEWSARCHIVE_MAX_HEAD_FIELDS = _config.max_head_fields
NEWSARCHIVE_MAX_ENCODINGS = _config.max_encodings
NEWSARCHIVE_MAX_TAGS = _config.max_tags
NEWSARCHIVE_MAX_SITEMAP_BYTES = _config.max_sitemap_bytes
NEWSARCHIVE_MAX_ENTRIES = _config.max_entries
NEWSARCHIVE_MAX_SITEMAP_URLS = _config.max_sitemap_urls
NEWSARCHIVE_MAX_SITEMAPS = _config.max_sitemaps
NEWSARCHIVE_MAX_LINKS = _config.max_links
NEWSARCHIVE_MAX_DEPTH = _config.max_depth
NEWSARCHIVE_MAX_PATTERN_URLS = _config.max_pattern_urls
NEWSARCHIVE_MAX_HOST_URLS = _config.max_host_urls
NEWSARCHIVE_MAX_TITLE_CHARS = _config.max_title_chars
NEWSARCHIVE_MAX_NAME_CHARS = _config.max_name_chars
NEWSARCHIVE_MAX_AUTHORS = _config.max_authors
NEWSARCHIVE_MAX_CATEGORIES = _config.max_categories
REDIRECT_MAX_TIMES = _config.max_redirects
REDIRECT_ENABLED = _config.max_redirects > 0
METAREFRESH_ENABLED = False  # consent walls and ad pages; servers that mean it send 301
DNS_TIMEOUT = 20.0
TWISTED_DNS_RESOLVER = "newsarchive.crawl.polite.PublicResolver"
TELNETCONSOLE_ENABLED = False  # a crawler opens no port
REMOTE_CONTROL_ENABLED = False

# --- The way of a page (docs/architecture.md, section 3) ----------------------------------

DOWNLOADER_MIDDLEWARES = {
    "newsarchive.crawl.once.AskOnce": 80,
    # refuses private addresses before robots.txt would be asked there
    "newsarchive.crawl.polite.PublicAddresses": 90,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "newsarchive.crawl.treatment.TreatSources": 95,  # robots.txt is asked likewise
    "newsarchive.crawl.robots.ObeyRobots": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "newsarchive.crawl.retrying.RetryNow": 550,
    "newsarchive.crawl.revalidate.Revalidate": 560,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "newsarchive.crawl.unpacking.Unpack": 590,
    # above redirects (600) and unpacking (590), below what is tried again (550)
    "newsarchive.crawl.capture.SettleCaptures": 585,
    # next to the downloader, where bodies are as sent
    "newsarchive.crawl.capture.CaptureResponses": 880,
}
SPIDER_MIDDLEWARES = {"newsarchive.crawl.unheard.TellFailures": 10}
ITEM_PIPELINES = {
    "pipelines.validate.ValidatePipeline": 100,
    "pipelines.deduplicate.DeduplicatePipeline": 200,
    "pipelines.store.StorePipeline": 300,
}
EXTENSIONS = {"newsarchive.crawl.figures.Figures": 100}
# Scrapy's own but one: off, it would still load aiohttp, 0.25 s of CPU in every crawl; None
# in EXTENSIONS does not keep Scrapy from importing it.
EXTENSIONS_BASE = {
    name: place
    for name, place in default_settings.EXTENSIONS_BASE.items()
    if not name.startswith("scrapy.extensions.remote_control.")
}

# --- What is printed and exported -------------------------------------------------------

LOG_LEVEL = "INFO"
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"  # the failure row and its log line tell
FEED_EXPORT_ENCODING = "utf-8"
FEED_EXPORTERS = {  # -O out.json gives articles in the dump's form
    "json": "newsarchive.crawl.items.ArticleJsonExporter",
    "jsonl": "newsarchive.crawl.items.ArticleLinesExporter",
    "jsonlines": "newsarchive.crawl.items.ArticleLinesExporter",
    "jl": "newsarchive.crawl.items.ArticleLinesExporter",
}
