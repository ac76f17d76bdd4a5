"""One canonical form for each URL, joining as browsers join, and whose host it is."""

from __future__ import annotations

import socket

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsarchive.urls import (
    MAX_URL_CHARS,
    absolute_url,
    canonical_url,
    host_of,
    is_private_host,
    join,
    same_site,
    variant_key,
)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://example.com", "http://example.com/"),
        ("HTTP://Example.COM:80/A/b", "http://example.com/A/b"),
        ("https://example.com:443/a/", "https://example.com/a"),
        ("https://example.com:8443/a", "https://example.com:8443/a"),
        ("https://example.com:080/", "https://example.com:80/"),
        ("https://example.com:/a", "https://example.com/a"),
        ("https://example.com./a", "https://example.com/a"),
        ("https://user:secret@example.com/a", "https://example.com/a"),
        ("https://example.com/a#top", "https://example.com/a"),
        ("https://example.com/#!/story/7", "https://example.com/#!/story/7"),
        ("https://example.com/a/./b/../c", "https://example.com/a/c"),
        ("https://example.com/../../a", "https://example.com/a"),
        ("https://example.com/a/%2E%2e/b", "https://example.com/b"),
        ("https://example.com/a//", "https://example.com/a"),
        ("https://example.com/a//b", "https://example.com/a//b"),
        ("https://example.com/%7eann/%c3%bc", "https://example.com/~ann/%C3%BC"),
        ("https://example.com/ü b", "https://example.com/%C3%BC%20b"),
        ("https://example.com/100%", "https://example.com/100%25"),
        ("https://example.com/%%34%31", "https://example.com/%2541"),
        ("https://example.com/?", "https://example.com/"),
        ("https://example.com/?b=2&a=1&&", "https://example.com/?b=2&a=1"),
        ("https://example.com/?q=a+b%20c", "https://example.com/?q=a+b%20c"),
        ("https://example.com/?ids[]=1", "https://example.com/?ids%5B%5D=1"),
        ("https://example.com/a?utm_source=rss&id=7&fbclid=x", "https://example.com/a?id=7"),
        ("https://example.com/a?UTM_Medium=x", "https://example.com/a"),
        ("https://example.com/a?utm%5Fsource=x", "https://example.com/a"),
        ("https://example.com/a?gclid=1#x", "https://example.com/a"),
        ("https://example.com/a?source=rss", "https://example.com/a"),
        ("https://example.com/a?source=ministry", "https://example.com/a?source=ministry"),
        ("https://example.com/a;jsessionid=0A1B?x=1", "https://example.com/a?x=1"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://faß.example/", "https://xn--fa-hia.example/"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("https://日本語。jp/", "https://xn--wgv71a119e.jp/"),
        ("https://☕.example/", "https://xn--53h.example/"),
        ("https://my_site.example/", "https://my_site.example/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("http://[2001:DB8:0:0::1]/", "http://[2001:db8::1]/"),
        ("  https://example.com/a\tb\nc ", "https://example.com/abc"),
        ("https:\\\\example.com\\a\\b", "https://example.com/a/b"),
        ("https:example.com/a", "https://example.com/a"),
        ("https:///example.com/a", "https://example.com/a"),
        # not usable
        ("", ""),
        ("example.com/a", ""),
        ("/a", ""),
        ("ftp://example.com/", ""),
        ("javascript:alert(1)", ""),
        ("mailto:a@example.com", ""),
        ("https://", ""),
        ("https://exa mple.com/", ""),
        ("https://example.com:99999/", ""),
        ("https://example.com:http/", ""),
        ("https://example.com:0/", ""),
        ("https://[::1/", ""),
        ("https://[fe80::1%25eth0]/", ""),
        ("http://256.1.1.1/", ""),
        ("http://1.2.3.4.5/", ""),
        ("http://08.1/", ""),
        ("https://a..b/", ""),
        ("http://0../", ""),
        ("https://" + "a" * 64 + ".example/", ""),
        ("https://example.com/" + "a" * MAX_URL_CHARS, ""),
    ],
)
def test_canonical_url(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


BASE = "https://example.com/news/2026/index.html?page=2#top"


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("story.html", "https://example.com/news/2026/story.html"),
        ("./story.html", "https://example.com/news/2026/story.html"),
        ("../story.html", "https://example.com/news/story.html"),
        ("../../../../story.html", "https://example.com/story.html"),
        ("/story", "https://example.com/story"),
        ("/story/", "https://example.com/story/"),
        ("//cdn.example.net/a", "https://cdn.example.net/a"),
        ("http://other.example/a?b=c#d", "http://other.example/a?b=c#d"),
        ("?page=3", "https://example.com/news/2026/index.html?page=3"),
        ("", "https://example.com/news/2026/index.html?page=2"),
        ("#comments", "https://example.com/news/2026/index.html?page=2#comments"),
        (" \n/story\t ", "https://example.com/story"),
        ("/sto\nry", "https://example.com/story"),
        ("\\story\\a", "https://example.com/story/a"),
        ("https:story", "https://example.com/news/2026/story"),
        ("http:\\\\other.example\\a", "http://other.example\\a"),
        ("/a b?c=d e", "https://example.com/a%20b?c=d%20e"),
        ("/über?utm_source=x", "https://example.com/über?utm_source=x"),
        ("javascript:void(0)", ""),
        ("mailto:desk@example.com", ""),
        ("tel:+1", ""),
        ("data:text/html,x", ""),
        ("http://", ""),
        ("http://exa<mple/", ""),
    ],
)
def test_absolute_url(reference: str, expected: str) -> None:
    assert absolute_url(BASE, reference) == expected


@pytest.mark.parametrize("base", ["", "about:blank", "not a url", "file:///tmp/a.html"])
def test_only_absolute_references_without_a_usable_base(base: str) -> None:
    assert absolute_url(base, "https://example.com/a") == "https://example.com/a"
    assert absolute_url(base, "/a") == ""


def test_join_is_canonical() -> None:
    assert join(BASE, "../Übung/?utm_source=x#a") == "https://example.com/news/%C3%9Cbung"
    assert join(BASE, "mailto:a@example.com") == ""


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://WWW.Example.com/a", "www.example.com"),
        ("https://example.com:443/", "example.com"),
        ("http://example.com:443/", "example.com:443"),
        ("http://127.1:8000/", "127.0.0.1:8000"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("http://[::1]:80/", "[::1]"),
        ("news", ""),
    ],
)
def test_host_of(url: str, expected: str) -> None:
    assert host_of(url) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("https://www.bbc.co.uk/", "http://news.bbc.co.uk:8080/a", True),
        ("https://example.com/", "https://example.org/", False),
        ("https://one.co.uk/", "https://two.co.uk/", False),
        ("https://ann.github.io/", "https://bob.github.io/", False),
        ("https://ann.github.io/a", "https://ann.github.io/b", True),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/b", True),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8001/", False),
        ("http://localhost:1/", "http://localhost:2/", False),
        ("http://desk.intern/", "http://desk.intern/a", True),
        ("http://www.weir.example/", "http://weir.example:81/", True),
        ("http://one.example/", "http://two.example/", False),
        ("http://desk:1/", "http://desk:2/", False),
        ("http://co.uk/", "http://co.uk/", True),
        ("nonsense", "nonsense", False),
    ],
)
def test_same_site(a: str, b: str, *, expected: bool) -> None:
    assert same_site(a, b) is expected
    assert same_site(b, a) is expected


@pytest.mark.parametrize(
    "variant",
    [
        "https://one.example/news/harbour-7",
        "http://one.example/news/harbour-7/",
        "https://www.one.example/news/harbour-7",
        "https://m.one.example/news/harbour-7",
        "https://mobile.one.example/news/harbour-7",
        "https://amp.one.example/news/harbour-7",
        "https://www.m.one.example/news/harbour-7",
        "https://one.example/news/harbour-7/amp/",
        "https://one.example/amp/news/harbour-7",
        "https://one.example/news/harbour-7/print",
        "https://one.example/news/harbour-7/AMP",
        "https://one.example/drucken/news/harbour-7",
        "https://one.example/news/harbour-7.html",
        "https://one.example/news/harbour-7.amp.html",
        "https://one.example/news/harbour-7.print.html",
        "https://one.example/news/harbour-7?amp=1",
        "https://one.example/news/harbour-7?amp",
        "https://one.example/news/harbour-7?outputType=amp",
        "https://one.example/news/harbour-7?print=true&utm_source=feed#top",
        "https://one.example/news/harbour-7?layout=printable&mobile=yes",
    ],
)
def test_addresses_of_one_document(variant: str) -> None:
    assert variant_key(variant) == variant_key("https://one.example/news/harbour-7")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://one.example/news/7", "https://one.example/news/8"),
        ("https://one.example/news/7", "https://two.example/news/7"),
        ("https://one.example/news/7", "https://live.one.example/news/7"),
        ("https://one.example/news/7", "https://ampere.example/news/7"),
        ("https://m.example/news/7", "https://ampm.example/news/7"),
        ("https://one.example/print-works", "https://one.example/-works"),
        ("https://one.example/news/amphora", "https://one.example/news/hora"),
        ("https://one.example/?p=7", "https://one.example/?p=8"),
        ("https://one.example/a?id=7&print=1", "https://one.example/a?id=8&print=1"),
        ("https://one.example/a?type=video", "https://one.example/a?type=picture"),
        ("https://one.example/a?amp=2", "https://one.example/a?amp=3"),
        ("https://one.example/a.pdf", "https://one.example/a.html"),
    ],
)
def test_addresses_of_two_documents(one: str, other: str) -> None:
    assert variant_key(one) != variant_key(other)


@pytest.mark.parametrize("url", ["", "news", "mailto:desk@example.com", "https://", "//one/a"])
def test_what_is_no_address_is_of_no_document(url: str) -> None:
    assert variant_key(url) == ""


def test_sites_are_compared_without_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("asked the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)

    assert same_site("https://a.fresh-name.example.com/", "https://b.example.com/")


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.0.0.1", "0"),
        *("10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "192.0.2.1"),
        *("[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[fd12:3456::1]", "[ff02::1]"),
        *("[::ffff:127.0.0.1]", "[::ffff:a00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]"),
        *("[2002:7f00:1::]", "127.0.0.1:8000", "[::1]:8000", "localhost:80"),
        *("localhost", "LOCALHOST", "localhost.", "a.localhost", "printer.local"),
        *("metadata.google.internal", "%31%32%37.0.0.1", "１２７.０.０.１", "①②⑦.0.0.1"),
        *("", " ", "a b", "[::1", "256.256.256.256"),
    ],
)
def test_private_host(host: str) -> None:
    assert is_private_host(host)


@pytest.mark.parametrize(
    "host",
    [
        *("example.com", "bücher.example", "8.8.8.8", "0x08080808", "172.32.0.1", "8.8.8.8:80"),
        *("[2606:4700::1111]", "[::ffff:8.8.8.8]", "localhost.example.com", "mylocalhost"),
        *("10.example.com", "example.com:8080"),
    ],
)
def test_public_host(host: str) -> None:
    assert not is_private_host(host)


TRICKY = (
    *("a", "B", "%", "%41", "%2e", "%2F", "%zz", "%c3%bc", "ü", "/", "//", "..", ".", "?", "#"),
    *("#!", "&", "=", ";", "utm_source=x", "\\", " ", "\t", "@", ":", ":80", "[", "]", "::1"),
    *("0x7f", "例え", "ß", "xn--", "☕", "\ud800", "1", "e\u0301", "\u200d", "。", ";jsessionid=1"),
)
PIECES = st.lists(st.sampled_from(TRICKY), max_size=12).map("".join)
URLS = st.one_of(
    st.text(max_size=60),
    PIECES.map("https://example.com/".__add__),
    PIECES.map("http://".__add__),
    PIECES,
)


@given(URLS)
@example("http://a/;jsessionid=1/..")
@example("http://a/..;jsessionid=1")
@example("http://xn--a/")
def test_canonical_url_of_a_canonical_url_is_itself(url: str) -> None:
    canonical = canonical_url(url)

    assert canonical_url(canonical) == canonical
    assert canonical.isascii()


@given(URLS, URLS)
def test_nothing_raises(base: str, reference: str) -> None:
    absolute = absolute_url(base, reference)

    assert absolute == "" or absolute.startswith(("http://", "https://"))
    assert join(base, reference) == canonical_url(absolute)
    assert absolute_url(base, absolute) == absolute or absolute == ""
    assert same_site(base, reference) in (True, False)
    assert is_private_host(base) in (True, False)
    assert bool(variant_key(base)) is bool(canonical_url(base))
    assert variant_key(base) == variant_key(canonical_url(base))
    assert host_of(reference) == host_of(canonical_url(reference)) or not canonical_url(reference)
