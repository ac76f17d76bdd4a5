"""The text as clean HTML, and the Markdown made of it: tide.html → tide.body.html, tide.md."""

from pathlib import Path

from newsarchive import extract

FOLDER = Path(__file__).parent / "body_html"


def test_structure_is_kept_and_nothing_else():
    article = extract((FOLDER / "tide.html").read_bytes(), "https://x.example/n")

    assert f"{article.body_html}\n" == (FOLDER / "tide.body.html").read_text("utf-8")
    assert f"{article.markdown()}\n" == (FOLDER / "tide.md").read_text("utf-8")


def test_no_text_is_no_html():
    assert extract("").body_html == extract("").markdown() == ""
