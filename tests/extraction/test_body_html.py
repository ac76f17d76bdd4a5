"""The text as clean HTML, and the Markdown made of it."""

from newsarchive import extract

PAGE = """<html><body><article><h1>Tide tables</h1>
<figure><picture><source srcset=x><img src=/a.jpg width=800 alt="The &lt;quay&gt;"></picture>
<figcaption>The quay at noon.</figcaption></figure>
<p onclick="x()">The tide came back on Monday <b>strongly</b>, see <a href=/tables>the tables</a>
of the harbour office, which has printed them since 1874 for <i>every</i> fishing boat.</p>
<h3>Heights</h3>
<ul><li>Monday 4.2 metres at noon and at midnight, says the office</li><li>Tuesday 4.4 metres</li></ul>
<table><tr><th>Day</th><th>Height</th></tr><tr><td>Monday</td><td>4.2 | 4.3</td></tr></table>
<blockquote>The sea is patient, said the harbour master, who has been here for thirty years.</blockquote>
<img src=data:image/gif;base64,AA><img src=/dot.gif width=1 height=1>
<img data-src="https://x.example/b.jpg" src="data:x">
<p>1. Nothing else is known about the tide of that week, and <a href="javascript:x()">nobody</a> has
asked for *more* than this, as far as the office knows.</p></article></body></html>"""


def test_structure_is_kept_and_nothing_else():
    article = extract(PAGE, "https://x.example/n")

    assert article.body_html.split("\n") == [
        '<figure><img src="https://x.example/a.jpg" alt="The &lt;quay&gt;">'
        "<figcaption>The quay at noon.</figcaption></figure>",
        "<p>The tide came back on Monday <strong>strongly</strong>, see "
        '<a href="https://x.example/tables">the tables</a> of the harbour office, which has printed '
        "them since 1874 for <em>every</em> fishing boat.</p>",
        "<h3>Heights</h3>",
        "<ul>",
        "<li>Monday 4.2 metres at noon and at midnight, says the office</li>",
        "<li>Tuesday 4.4 metres</li>",
        "</ul>",
        "<table><tr>",
        "<td>Day</td>",
        "<td>Height</td>",
        "</tr><tr>",
        "<td>Monday</td>",
        "<td>4.2 | 4.3</td>",
        "</tr></table>",
        "<blockquote>The sea is patient, said the harbour master, who has been here for thirty "
        "years.</blockquote>",
        '<figure><img src="https://x.example/b.jpg" alt=""></figure>',
        "<p>1. Nothing else is known about the tide of that week, and nobody has asked for *more* "
        "than this, as far as the office knows.</p>",
    ]


def test_markdown():
    article = extract(PAGE, "https://x.example/n")

    assert article.markdown() == "\n\n".join(
        [
            "![The \\<quay\\>](https://x.example/a.jpg)",
            "The quay at noon.",
            "The tide came back on Monday **strongly**, see [the tables](https://x.example/tables) of "
            "the harbour office, which has printed them since 1874 for *every* fishing boat.",
            "### Heights",
            "- Monday 4.2 metres at noon and at midnight, says the office\n- Tuesday 4.4 metres",
            "| Day | Height |\n| --- | --- |\n| Monday | 4.2 \\| 4.3 |",
            "> The sea is patient, said the harbour master, who has been here for thirty years.",
            "![](https://x.example/b.jpg)",
            "1\\. Nothing else is known about the tide of that week, and nobody has asked for "
            "\\*more\\* than this, as far as the office knows.",
        ]
    )
    assert extract("").markdown() == ""
