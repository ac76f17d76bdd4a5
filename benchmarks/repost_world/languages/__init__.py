"""The languages of the world, by code; each file holds the texts of one."""

from __future__ import annotations

from ._language import TABLE, Language, Topic
from .arabic import ARABIC
from .chinese import CHINESE
from .english import ENGLISH
from .german import GERMAN
from .russian import RUSSIAN
from .spanish import SPANISH

LANGUAGES: dict[str, Language] = {
    language.code: language for language in (ENGLISH, GERMAN, SPANISH, RUSSIAN, ARABIC, CHINESE)
}

__all__ = ["LANGUAGES", "TABLE", "Language", "Topic"]
