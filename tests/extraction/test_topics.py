"""Which of the lists of keywords and sections on a page are the article's."""

import json

import pytest

from newsarchive import extract

TEXT = (
    "<p>The harbour council of Pell Sound voted on Tuesday to raise the storm barrier by a"
    " metre, after a winter in which the sea came over it twice.</p>"
    "<p>Imogen Carrow, who keeps the gates, said that the stones were moving under the"
    " hinges and that a metre would buy the village some twenty years.</p>"
    "<p>The money comes from the fishery fund, which has not been touched since the ferry"
    " stopped running to the outer islands in spring.</p>"
)


def page(head="", data=None, after="", crumbs=()):
    if crumbs:
        items = [{"@type": "ListItem", "position": n, "name": c} for n, c in enumerate(crumbs, 1)]
        trail = json.dumps({"@type": "BreadcrumbList", "itemListElement": items})
        head += f'<script type="application/ld+json">{trail}</script>'
    if data:
        data = json.dumps({"@type": "NewsArticle", "headline": "Barrier to rise", **data})
        head += f'<script type="application/ld+json">{data}</script>'
    return (
        f'<html lang="en"><head><title>Barrier to rise</title>{head}</head><body>'
        f"<article><h1>Barrier to rise</h1>{TEXT}{after}</article></body></html>"
    )


def metas(name, *values):
    return "".join(f'<meta name="{name}" property="{name}" content="{v}">' for v in values)


def test_the_list_that_others_agree_with_is_the_articles():
    head = (
        metas("news_keywords", "Pell Sound, storm barrier, fishery fund")
        + metas("keywords", "Pell Sound, storm barrier, fishery fund")
        + metas("article:tag", "Business", "Finance & Economics")
    )
    article = extract(page(head, {"keywords": "Pell Sound storm barrier fishery fund"}))
    assert article.tags == ["Pell Sound", "storm barrier", "fishery fund"]


def test_of_two_lists_the_most_trusted_is_taken():
    head = metas("article:tag", "harbours", "Pell Sound")
    article = extract(page(head, {"keywords": ["storm barrier", "ferry"]}))
    assert article.tags == ["storm barrier", "ferry"]


@pytest.mark.parametrize("name", ["keywords", "news_keywords"])
def test_a_list_of_which_the_text_holds_nothing_is_the_sites(name):
    article = extract(page(metas(name, "daily, weather, sport, culture, politics, cinema")))
    assert article.tags == []


@pytest.mark.parametrize(
    "label", ["Mehr lesen über", "Lesen Sie mehr zum Thema", "Read more about:", "タグ：", "标签"]
)
def test_links_behind_a_label_are_tags(label):
    after = f'<div>{label}</div><ul><li><a href="/a">Sturmflut</a><li><a href="/b">Fähren</a></ul>'
    assert extract(page(after=after)).tags == ["Sturmflut", "Fähren"]


@pytest.mark.parametrize("line", ["标签：{}", "Schlagworte: {}"])
def test_links_behind_a_label_on_the_same_line_are_tags(line):
    links = '<a href="/a">Sturmflut</a> <a href="/b">Fähren</a>'
    assert extract(page(after=f"<p>{line.format(links)}</p>")).tags == ["Sturmflut", "Fähren"]


def test_links_to_pages_of_topics_are_tags_without_a_label():
    after = (
        '<div><a href="/news/topics/x1">Storm barriers</a></div>'
        '<div><a href="/news/topics/x2">Pell Sound</a></div>'
        '<div><a href="/live/today">The day so far</a></div>'
    )
    assert extract(page(after=after)).tags == ["Storm barriers", "Pell Sound"]


def test_stories_behind_a_label_are_no_tags():
    after = (
        '<h2>More on</h2><a href="/s/1"><h3>Ferry sold for scrap</h3></a>'
        '<a href="/s/2"><h3>The gate keeper</h3></a><p><a href="/imogen">Tobias Lenk</a></p>'
    )
    assert extract(page(after=after)).tags == []


@pytest.mark.parametrize(
    ("crumbs", "categories"),
    [
        (("Home", "News", "Harbours"), ["Harbours"]),
        (("Nachrichten", "Küste", "Häfen"), ["Küste", "Häfen"]),
        (("News",), ["News"]),
        (("All articles",), []),
    ],
)
def test_what_every_page_of_a_site_is_called_is_no_category(crumbs, categories):
    assert extract(page(crumbs=crumbs)).categories == categories


def test_what_a_person_filed_under_articles_stays():
    after = '<a rel="category tag" href="/c/articles">Articles</a>'
    assert extract(page(after=after)).categories == ["Articles"]


def test_an_account_stated_as_an_address_is_the_sites_name():
    head = metas("twitter:site", "https://social.example/tidewaycourier")
    article = extract(page(head, {"keywords": ["Tideway Courier", "ferry"]}))
    assert article.tags == ["ferry"]
