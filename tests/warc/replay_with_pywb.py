"""Run by pywb's own Python: replay a collection, tell what came out.  See test_replay.py.

Reads {"folder", "asked": [[timestamp, url], …], "keys": [url, …]} on standard input, writes
{"replayed": [[status, body], …], "keys": [key, …]}.
"""

from gevent.monkey import patch_all

patch_all()

import json  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402

from pywb.apps.frontendapp import FrontEndApp  # noqa: E402
from pywb.utils.canonicalize import canonicalize  # noqa: E402

told = json.load(sys.stdin)
os.chdir(told["folder"])
app = FrontEndApp(
    config_file=None,
    custom_config={
        "collections": {"news": {"index_paths": "./indexes/", "archive_paths": "./"}},
    },
)


def ask(path):
    said = {}

    def start_response(status, headers, exc_info=None):
        said["status"] = int(status.split()[0])

    address, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": address,
        "QUERY_STRING": query,
        "REQUEST_URI": path,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": sys.stdin.buffer,
    }
    body = b"".join(app(environ, start_response))
    return [said["status"], body.decode("utf-8", "replace")]


answers = [ask(f"/news/{stamp}id_/{url}") for stamp, url in told["asked"]]
json.dump({"replayed": answers, "keys": [canonicalize(url) for url in told["keys"]]}, sys.stdout)
sys.stdout.flush()
os._exit(0)  # its server's threads have nothing left to do
