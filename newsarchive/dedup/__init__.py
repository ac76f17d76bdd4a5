"""Is this new?  One door: ``judge`` compares what a page says with what the archive knows.

Pure: ``newsarchive.ingest`` loads what might match, asks here, and writes the answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsarchive.dedup.edits import edit_of
from newsarchive.dedup.fingerprint import containment, fold, text_hash, word_count
from newsarchive.model import Article, Known, Verdict, VerdictKind

__all__ = [
    "MIN_WORDS",
    "containment",
    "fold",
    "is_telling",
    "judge",
    "plausible",
    "text_hash",
    "word_count",
]

MIN_WORDS = 50  # shorter texts ("Subscribe to read on") are equal by accident
# Share of distinct words below which a declared canonical URL is not believed: sites exist
# whose every page names one fixed article.  Between the bodies of different articles of the
# development corpus (41,412 pairs of aeb and fundus) it is .59 at 99.99 % and .61 at most;
# AMP and print variants of one article lie near 1.
SAME_TEXT = 0.7


def judge(
    article: Article,
    *,
    address: str,
    site: str,
    by_address: Known | None,
    by_canonical: Known | None,
    by_text: Sequence[Known],
    moved: bool = False,
    takes_over: bool = False,
) -> Verdict:
    """Decide what a page is: new, unchanged, revised, or another address of what is known.

    The rules, in order (docs/architecture.md, section 5):

    1. An address we know is the article it belongs to, where it is the main one or title or
       text bear it out: an address may have been declared by a page and nothing more.
       Only the main address makes revisions; a variant (AMP, print) never does, since its
       wording may differ.
    2. A canonical URL within the site that we know is the same document, unless title
       and text both differ from what that article says.
    3. An equal text of at least ``MIN_WORDS`` words is the same document within a site and
       under an equal title.

    Whether a new one is a copy, ``newsarchive.stories`` finds out.

    Args:
        article: What the page says.
        address: The page's own canonical address.
        site: Slug of its source, or its host where it has none.
        by_address: The article that ``address`` belongs to.
        by_canonical: The article of the canonical URL it declares within its site, or of
            the address that redirected here.
        by_text: Articles whose newest text has the same hash, oldest first.
        moved: The main address of the article found redirected here.
        takes_over: The main address of ``by_address`` is a variant that names this address
            as canonical; that its wording differs is no edit of the publisher's.
    """
    if by_address is not None:
        if by_address.url == address:
            return _compare(article, by_address)
        if plausible(article, by_address):
            if moved:
                return _compare(article, by_address)
            if takes_over:
                return _verdict(VerdictKind.SAME_DOCUMENT, by_address, "the canonical page of it")
            return _verdict(VerdictKind.UNCHANGED, by_address, "a variant of its main address")
        # the address was only declared to be that article's, and is not
    if by_canonical is not None and plausible(article, by_canonical):
        if moved or by_canonical.url == address:
            return _compare(article, by_canonical)
        return _verdict(VerdictKind.SAME_DOCUMENT, by_canonical, "names it as canonical")
    if is_telling(article.body):
        for known in by_text:
            if known.site == site and _same_title(article, known):
                return _verdict(VerdictKind.SAME_DOCUMENT, known, "equal title and text")
    return Verdict(kind=VerdictKind.NEW, reason="nothing like it known")


def _compare(article: Article, known: Known) -> Verdict:
    edit = edit_of(article, known)
    if edit is None:
        return _verdict(VerdictKind.UNCHANGED, known, "says the same")
    names = ["text" if name == "body" else name for name in edit.fields]
    return Verdict(
        kind=VerdictKind.REVISED,
        article_id=known.article_id,
        revision=known.revision + 1,
        reason=f"{' and '.join(names)} changed",
        edit=edit.kind,
        changed=edit.fields,
    )


def is_telling(body: str) -> bool:
    """Whether a text is long enough to be equal to another for a reason."""
    return word_count(body) >= MIN_WORDS


def plausible(article: Article, known: Known) -> bool:
    """Whether title or text bear out that a page is the article it is said to be."""
    return _same_title(article, known) or containment(article.body, known.body) >= SAME_TEXT


def _same_title(article: Article, known: Known) -> bool:
    """Whether both have the same title; none is not a title that two pages share."""
    title = fold(article.title or "")
    return bool(title) and title == fold(known.title)


def _verdict(kind: VerdictKind, known: Known, reason: str) -> Verdict:
    return Verdict(
        kind=kind,
        article_id=known.article_id,
        revision=known.revision,
        reason=reason,
    )
