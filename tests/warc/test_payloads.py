import gzip

from newsarchive.warc.payloads import unpacked


def test_a_payload_of_several_gzip_members_is_read_whole():
    """As a crawl unpacks it (RFC 1952, 2.2): a re-reading sees the same page."""
    payload = b"".join(gzip.compress(part) for part in (b"<p>one", b"</p>", b"<p>two</p>"))
    headers = (("Content-Encoding", "gzip"),)

    assert unpacked(payload, headers, limit=1000) == b"<p>one</p><p>two</p>"
    assert unpacked(payload + b"\0" * 20, headers, limit=1000) == b"<p>one</p><p>two</p>"
    assert unpacked(payload, headers, limit=7).startswith(b"<p>one")
