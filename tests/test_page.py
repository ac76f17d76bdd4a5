"""Pages as bytes: their charset, and what no server should have sent."""

from __future__ import annotations

import codecs
import random
import time
import warnings
from collections.abc import Iterator

import pytest

from newsarchive import extract
from newsarchive.page import Page, decode

RUSSIAN = "<p>Мост через реку открыли после долгого ремонта.</p>"
WESTERN = "<p>Der Zug fährt über Köln – „pünktlich“, hieß es.</p>"
JAPANESE = "<p>駅の図書室が九日に開設された。</p>"
PROSE = "The ferry left the harbour an hour late because the pilot had overslept again. " * 6


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    """No page here may cost more: the slowest takes a fifth of a second."""
    start = time.perf_counter()
    yield
    assert time.perf_counter() - start < 10


def with_meta(text: str, charset: str) -> str:
    return f'<html><head><meta charset="{charset}"></head><body>{text}</body></html>'


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (WESTERN, "windows-1252"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (JAPANESE, "iso-2022-jp"),
        (WESTERN, "utf-8"),
    ],
)
def test_charset_of_the_header_or_the_page(text: str, charset: str) -> None:
    assert decode(text.encode(charset), f"text/html; charset={charset}") == text
    page = with_meta(text, charset)
    assert decode(page.encode(charset)) == page
    assert decode(page.encode(charset), "text/html") == page


def test_the_header_is_believed_before_the_page() -> None:
    page = with_meta(RUSSIAN, "koi8-r")

    assert decode(page.encode("cp1251"), "text/html; charset=windows-1251") == page


def test_latin_1_means_windows_1252() -> None:  # WHATWG Encoding Standard, 4.2
    assert decode(WESTERN.encode("cp1252"), "text/html; charset=iso-8859-1") == WESTERN


@pytest.mark.parametrize("content_type", ["", "text/html", "text/html; charset=windows-1251"])
@pytest.mark.parametrize(
    ("mark", "charset"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_a_byte_order_mark_wins(mark: bytes, charset: str, content_type: str) -> None:
    page = with_meta(RUSSIAN, "koi8-r")

    assert decode(mark + page.encode(charset), content_type) == page


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_mark(charset: str) -> None:
    page = with_meta(WESTERN, "utf-16")

    assert decode(page.encode(charset)) == page


@pytest.mark.parametrize("text", [RUSSIAN, WESTERN, JAPANESE])
def test_nothing_states_the_charset_of_utf_8(text: str) -> None:
    assert decode(text.encode()) == text


def test_nothing_states_the_charset_of_other_text() -> None:
    text = RUSSIAN * 12

    assert decode(text.encode("cp1251")) == text


@pytest.mark.parametrize("label", ["windows-1252", "ascii", "shift_jis", "klingon-8", "", "utf-16"])
def test_a_wrong_label_loses_to_utf_8(label: str) -> None:
    page = with_meta(RUSSIAN, label)

    assert decode(page.encode(), f"text/html; charset={label}") == page


def test_a_label_that_does_not_fit_loses_to_the_page_s_own() -> None:
    page = with_meta(WESTERN, "windows-1252")

    assert decode(page.encode("cp1252"), "text/html; charset=utf-8") == page


@pytest.mark.parametrize(
    "where",
    [
        "<p>{}</p>",
        "<p title='{}'>x</p>",
        "<p title={}>x</p>",
        "<p {}>x</p>",
        "<p{}>x</p>",
        "</{}>",
        "<!-- {} -->",
        "<!{}>",
        "<?{}>",
        "<script>{}</script>",
        "<script><!-- <script>{}</script></script>",
        "<style>{}</style>",
        "<textarea>{}</textarea>",
        "<svg><title>{}</title></svg>",
        "<noscript>{}</noscript>",
        "<table>{}<tr><td>x</table>",
        "</body></html>{}",
        "<plaintext>{}",
        "&{};",
        "<p>x</b>" * 1_000 + "{}",
        "<div " * 3_000 + "{}",
        "<div>" * 3_000 + "{}",
    ],
)
@pytest.mark.parametrize("letter", [b"\xe4", b"\xc3", b"\xff", b"\xed\xa0\x80", b"\xc0\xaf"])
def test_a_byte_that_is_no_utf_8_is_met_wherever_it_stands(where: str, letter: bytes) -> None:
    prose = f"<p>{PROSE}</p>" * 50  # more than is looked at before
    before, after = with_meta(f"<h1>Brücke</h1>{prose}{where}", "windows-1252").split("{}")
    page = Page("", before.encode("windows-1252") + letter + after.encode("windows-1252"))
    late = Page("", before.replace("Brücke", "Quay").encode() + letter + after.encode())

    assert "Brücke" in "".join(map(str, page.tree.itertext()))
    assert late._read_as_sent() is None
    assert "Quay" in "".join(map(str, late.tree.itertext()))


def test_one_broken_character_spoils_no_page() -> None:
    body = with_meta(RUSSIAN, "utf-8").encode().replace("реку".encode(), b"\xd1(\xff)")

    text = decode(body, "text/html; charset=utf-8")

    assert "открыли после долгого ремонта" in text
    assert "\ufffd" in text


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-7", "text/html"])
def test_utf_7_is_not_decoded(content_type: str) -> None:
    body = with_meta("+ADw-script+AD4-alert(1)+ADw-/script+AD4- \xe9", "utf-7").encode("cp1252")

    text = decode(body, content_type)

    assert "+ADw-script+AD4-" in text
    assert "<script" not in text


@pytest.mark.parametrize("as_text", [True, False])
def test_nul_is_dropped(as_text: bool) -> None:
    text = f"<html><bo\0dy><h1>Ferry\0 late</h1>\0<p>{PROSE}\0</p></body></html>"

    page = Page("", text if as_text else text.encode())

    assert "\0" not in page.text
    assert "".join(map(str, page.tree.itertext())).startswith("Ferry late")
    assert PROSE.strip() in extract(page.body).body


def test_lone_surrogates() -> None:
    text = f"<h1>Ferry \udc80 late</h1><p>{PROSE}\ud800</p>"

    article = extract(text)

    Page("", text).text.encode()
    assert PROSE.strip() in article.body
    article.body.encode()
    (article.title or "").encode()


@pytest.mark.parametrize(
    "nothing",
    [
        b"",
        "",
        b" \n",
        "\ufeff",
        b"\xff\xfe",
        b"\0\0\0\0",
        "<!-- -->",
        b"<?xml ?>",
        "<!DOCTYPE html>",
    ],
)
def test_nothing(nothing: bytes | str) -> None:
    page = Page("", nothing)

    assert page.tree.tag == "html"
    article = extract(nothing)
    assert article.title is None
    assert article.body == ""
    assert article.authors == []
    assert article.published is None


@pytest.mark.parametrize("nothing", [b"", "\ufeff", b"\xff\xfe", "<!-- -->"])
def test_soup_of_nothing(nothing: bytes | str) -> None:
    assert Page("", nothing).soup.get_text() == ""


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("inside", [True, False])
def test_100_000_nested_divs(closed: bool, inside: bool) -> None:
    text = f"<h1>Ferry late</h1><p>{PROSE}</p><p>{PROSE.upper()}</p>"
    divs, ends = "<div>" * 100_000, "</div>" * 100_000 * closed
    nested = f"{divs}{text}{ends}" if inside else f"{text}{divs}{ends}"

    article = extract(f"<html><head><title>Ferry late</title></head><body>{nested}</body></html>")

    assert article.title == "Ferry late"
    assert PROSE.strip() in article.body
    assert PROSE.upper().strip() in article.body


@pytest.mark.parametrize("attribute", ["a{}", "a{}=1", "=a{}", "a{}='>'"])
@pytest.mark.parametrize("apart", [" ", "/", "\n"])
def test_60_000_attributes_on_one_tag(attribute: str, apart: str) -> None:
    overloaded = apart.join(attribute.format(number) for number in range(60_000))
    started = time.process_time()
    page = Page("", f"<div {overloaded}><h1>Ferry late</h1></div>" + "<p><p><p>" * 50_000)

    assert page.tree.findtext(".//h1") == "Ferry late"
    assert time.process_time() - started < 1.5


@pytest.mark.parametrize("hidden", ["x{}='>'", 'x{}="it\'s>"', "x{}=" + " " * 40 + "'\">'"])
def test_60_000_attributes_with_a_sign_in_a_value_every_few_kilobytes(hidden: str) -> None:
    overloaded = " ".join(
        hidden.format(number) if number % 150 == 0 else f"a{number}" for number in range(60_000)
    )
    started = time.process_time()
    page = Page("", f"<div {overloaded}><h1>Ferry late</h1></div>")

    assert page.tree.findtext(".//h1") == "Ferry late"
    assert time.process_time() - started < 1.5


def test_thousands_of_tags_with_hundreds_of_attributes_each() -> None:
    tag = "<p " + " ".join(f"a{number}" for number in range(999)) + ">"
    started = time.process_time()
    page = Page("", "<h1>Ferry late</h1>" + tag * 1_200)

    assert page.tree.findtext(".//h1") == "Ferry late"
    assert time.process_time() - started < 1.5


@pytest.mark.parametrize("start", [b"", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\x1f\x8b\x08"])
def test_a_binary_blob(start: bytes) -> None:
    blob = start + random.Random(1).randbytes(200_000)

    page = Page("https://news.example/file", blob, "text/html; charset=utf-8")

    assert page.tree.tag == "html"
    article = extract(blob, "https://news.example/file")
    assert article.authors == []
    assert article.published is None


def test_xhtml_makes_soup_without_a_warning():
    page = Page("", b'<?xml version="1.0"?><html><body><p class="lede">Rain.</p></body></html>')

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = page.soup.select_one("p.lede")

    assert found is not None
    assert found.text == "Rain."
