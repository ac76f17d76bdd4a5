"""A world of news whose copies are known, to measure how well copies are recognised.

    from repost_world import FAMILIES, HELD_OUT, world

    for item in world(seed=1, articles=100_000):
        ...

About 300 outlets in six languages publish stories, copy each other, take agencies' texts, follow
up and quote; and fill their columns with texts of one mould (weather, stock closes, obituaries,
…), which are alike in all but their facts and are no copies.  All words are of this benchmark's
own writing, all names are invented.

Of the articles, about

    =====  ==================================================================
    45 %   single (33 %): a story that nobody took over; original (12 %): one of those that
           were copied, followed up, quoted or published twice
    20 %   template: one issue of a family; each is a story of its own
    25 %   repost, wire: copies of another outlet's or an agency's text
     5 %   update: the outlet's own story, later, with new figures and paragraphs
     3 %   quotation: an article of its own with a paragraph or two of another
     2 %   variant: the same document at another address of its outlet
    =====  ==================================================================

Copies have none to eight of the edits in ``EDITS``, up to forty copies are made of a story, minutes
to six days after it, and at times one copies a copy.  Half of the agencies' stories are in the
world only as taken over.  A copy of a template's issue keeps its family's name.

Two articles are copies of one story where ``Item.story`` is the same.  A threshold may be fixed in
a world of ``set(FAMILIES) - set(HELD_OUT)`` and ``set(EDITS) - set(HELD_OUT_EDITS)``, and measured
on another seed with those held out.
"""

from __future__ import annotations

from .edits import EDITS as _EDITS
from .edits import HELD_OUT_EDITS
from .families import FAMILY as _FAMILY
from .world import Item, world

FAMILIES: tuple[str, ...] = tuple(_FAMILY)
HELD_OUT: tuple[str, ...] = tuple(name for name in FAMILIES if _FAMILY[name].held_out)
EDITS: tuple[str, ...] = tuple(_EDITS)

__all__ = ["EDITS", "FAMILIES", "HELD_OUT", "HELD_OUT_EDITS", "Item", "world"]
