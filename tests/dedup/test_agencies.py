"""Agencies as datelines, bylines and credits name them, and what only looks like one."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup.agencies import agencies_of, agency_named, calls_itself, is_of_agency

LONG = " and the ferry went on to the island in the evening, where it stayed for the night" * 4
GENEROUS = 5.0  # seconds


def of_body(body: str) -> set[str]:
    return {*agencies_of(body=body, authors=[], sources=[])}


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("BERLIN (dpa) - Die Fähre blieb liegen.", {"dpa"}),
        ("Berlin/Rom (dpa/AFP) – Die Fähre blieb liegen.", {"dpa", "afp"}),
        ("PARIS, Jan 28 (Reuters) - The ferry stopped.", {"reuters"}),
        ("(AFP) – Le bac est resté à quai.", {"afp"}),
        ("MADRID, 28 ene (EFE).- El barco quedó parado.", {"efe"}),
        ("МОСКВА, 28 января (ТАСС). Паром остановился.", {"tass"}),
        ("القاهرة (رويترز) - توقفت العبارة", {"reuters"}),
        ("新华社北京1月28日电（记者王明）渡轮停航。", {"xinhua"}),
        ("新华社北京1月28日电（记者王明）", {"xinhua"}),
        ("北京1月28日（新华社）— 渡轮停航。", {"xinhua"}),
        ("東京（共同通信）— フェリーが止まった。", {"kyodo"}),
        ("Reuters - The ferry stopped.", {"reuters"}),
        ("  \n OSLO (NTB) — Fergen stanset.", {"ntb"}),
        # not on the list, yet in brackets before a dash
        ("HELSINKI, March 3 (Norvik) — The ferry stopped.", {"norvik"}),
        ("Altenbach/Rom (Norvik). Die Fähre blieb liegen.", {"norvik"}),
        ("北方通讯社京城3月4日电 渡轮停航。", {"北方通讯社"}),
    ],
)
def test_datelines(head: str, expected: set[str]) -> None:
    assert of_body(head) == expected
    assert of_body(head + "\n\n" + LONG) == expected


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("Quelle: dpa", {"dpa"}),
        ("© AFP", {"afp"}),
        ("(c) Associated Press", {"ap"}),
        ("Source : Agence France-Presse", {"afp"}),
        ("Fuente: EFE", {"efe"}),
        ("Источник: ТАСС", {"tass"}),
        ("المصدر: رويترز", {"reuters"}),
        ("来源：新华社", {"xinhua"}),
        ("The line opens again on Friday. (Reuters)", {"reuters"}),
    ],
)
def test_credits_at_the_end(end: str, expected: set[str]) -> None:
    assert of_body(f"{LONG}\n\n{end}") == expected
    assert of_body(f"{LONG}\n\n{end}\n\nMore about ferries") == expected
    assert of_body(f"{LONG}\n\n{end}\n\n{LONG}\n\n{LONG}") == set()  # within a text it is none


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Anna Berg, dpa", {"dpa"}),
        ("AP", {"ap"}),
        ("The Associated Press", {"ap"}),
        ("Ida Holm/AFP", {"afp"}),
        ("Ida Holm | Reuters", {"reuters"}),
        ("Ida Holm – Reuters", {"reuters"}),
        ("Agence France-Presse", {"afp"}),
        ("Рейтер", {"reuters"}),
        ("新华社", {"xinhua"}),
        ("Norvik News Agency", {"norvik news agency"}),
        ("Ida Holm", set()),
        ("Ana Pap", set()),
        ("Pa Lund", set()),
        ("Our correspondent in Paris", set()),
        ("Harbour Press", set()),
        ("", set()),
    ],
)
def test_bylines(author: str, expected: set[str]) -> None:
    assert agencies_of(body=LONG, authors=[author], sources=[]) == expected
    assert agencies_of(body=LONG, authors=["Bo Lund", author], sources=[]) == expected


def test_all_that_names_one_counts() -> None:
    found = agencies_of(
        body=f"ROM (ANSA) - Il traghetto.\n\n{LONG}\n\n© EFE",
        authors=["Ida Holm, dpa"],
        sources=["Harbour Post", "Agence France-Presse"],
    )
    assert found == {"ansa", "efe", "dpa", "afp"}


@pytest.mark.parametrize(
    "body",
    [
        "A Reuters photographer saw the ferry stop - and took no picture.",
        "HELSINKI — The AP has learned that the ferry stopped.",
        "The bridge (built in 1950), a wooden one, was closed.",
        "Ida Holm (Greens), the mayor, saw the ferry stop.",
        "Die Brücke (erbaut 1950) wurde gesperrt.",
        "Мост (он деревянный), как сказали, закрыт.",
        "Sie sah die Fähre (und lachte)",
        "渡轮（建于一九五零年），停航了。",
        "The ferry stopped – nobody knew why - until noon.",
        "Quelle: Hafenamt",
        "© Harbour Post 2026",
        "",
        " \n ",
    ],
)
def test_what_is_no_agency(body: str) -> None:
    assert of_body(body) == set()
    assert of_body(f"{body}\n\n{LONG}") == set()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("reuters", "Reuters"),
        ("Thomson Reuters", "Reuters"),
        ("DPA-AFX", "dpa"),
        ("Anadolu Ajansı", "Anadolu"),
        ("연합뉴스", "Yonhap"),
        ("وكالة المرفأ", "وكالة المرفأ"),
        (" Agencia de noticias Faro ", "Agencia de noticias Faro"),
        ("Harbour Post", ""),
        ("Reuters Foundation School", ""),
        ("Apartment", ""),
        ("", ""),
    ],
)
def test_names(name: str, expected: str) -> None:
    assert agency_named(name) == expected


@pytest.mark.parametrize(
    ("names", "agencies", "expected"),
    [
        (["", "reuters", "www.reuters.com"], {"reuters"}, True),
        (["Associated Press", "", ""], {"ap"}, True),
        (["", "", "ap.example"], {"ap"}, True),
        (["Norvik News", "norvik", "norvik.example"], {"norvik"}, True),
        (["", "", "newsagency"], {"news agency"}, True),
        (["Harbour Post", "harbour", "harbour.example"], {"reuters", "ap"}, False),
        (["Reuters", "reuters", "reuters.com"], {"ap"}, False),
        (["Apple Weekly", "apple", "apple.example"], {"ap"}, False),
        (["Reuters"], set(), False),
        ([], {"ap"}, False),
    ],
)
def test_an_agency_itself(names: list[str], agencies: set[str], *, expected: bool) -> None:
    assert is_of_agency(calls_itself(names), agencies) is expected


@given(st.text(max_size=300), st.text(max_size=60))
def test_junk_is_read(body: str, name: str) -> None:
    found = agencies_of(body=body, authors=[name], sources=[name])
    assert all(found)


@pytest.mark.parametrize("body", ["(" * 100_000, "a" * 100_000, "\n" * 100_000, "source:" * 20_000])
def test_work_is_bounded(body: str) -> None:
    begun = perf_counter()
    agencies_of(body=body, authors=[body], sources=[body])
    assert perf_counter() - begun < GENEROUS
