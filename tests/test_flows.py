"""Flows written are read back by whoever reads such files."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree

import pytest

from newsarchive.flows import FORMATS, written
from newsarchive.model import Flow

FIRST = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
LAST = datetime(2026, 3, 9, 23, 0, tzinfo=timezone(timedelta(hours=3)))
TRICKY = [
    'The "Weir" & Sons, <daily>',
    "=HYPERLINK(1)",
    "+7.example",
    "-dash.example",
    "@desk",
    "back\\slash\\",
    "o'clock; two\nlines",
    "Küstenbote",
    "صحيفة المرفأ",
    "港口日报",
]
TOLD = Flow(
    origin="harbour.example",
    target="Küstenbote",
    copies=7,
    wire=2,
    median_delay=timedelta(hours=1, seconds=30.4),
    kept=0.875,
    first=FIRST,
    last=LAST,
)


def flow(origin: str, target: str) -> Flow:
    return Flow(
        origin=origin,
        target=target,
        copies=1,
        wire=0,
        median_delay=None,
        kept=None,
        first=None,
        last=None,
    )


FLOWS = [TOLD, *(flow(name, "harbour.example") for name in TRICKY), flow(TRICKY[0], TRICKY[1])]
ENDS = [(found.origin, found.target) for found in FLOWS]
NAMES = {name for ends in ENDS for name in ends}


def test_json() -> None:
    rows = json.loads(written(FLOWS, "json"))

    assert rows[0] == {
        "origin": "harbour.example",
        "target": "Küstenbote",
        "copies": 7,
        "wire": 2,
        "median_delay_s": 3630,
        "kept": 0.875,
        "first": "2026-03-04T05:06:00+00:00",
        "last": "2026-03-09T23:00:00+03:00",
    }
    assert [(row["origin"], row["target"]) for row in rows] == ENDS
    unknown = ("median_delay_s", "kept", "first", "last")
    assert all(row[name] is None for row in rows[1:] for name in unknown)
    assert "港口日报" in written(FLOWS, "json")


def test_csv() -> None:
    text = written(FLOWS, "csv")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))

    def shown(name: str) -> str:
        return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name

    assert rows[0] == {
        "origin": "harbour.example",
        "target": "Küstenbote",
        "copies": "7",
        "wire": "2",
        "median_delay_s": "3630",
        "kept": "0.875",
        "first": "2026-03-04T05:06:00+00:00",
        "last": "2026-03-09T23:00:00+03:00",
    }
    assert [(row["origin"], row["target"]) for row in rows] == [
        (shown(origin), shown(target)) for origin, target in ENDS
    ]
    assert rows[1]["median_delay_s"] == rows[1]["first"] == ""
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell[:1] in set("=+-@")]  # a formula is none


def test_graphml() -> None:
    space = "{http://graphml.graphdrawing.org/xmlns}"
    root = ElementTree.fromstring(written(FLOWS, "graphml").encode())
    names = {
        node.attrib["id"]: node.findtext(f"{space}data[@key='name']")
        for node in root.iter(f"{space}node")
    }
    edges = list(root.iter(f"{space}edge"))
    graph = root.find(f"{space}graph")

    assert root.tag == f"{space}graphml"
    assert graph is not None
    assert graph.attrib["edgedefault"] == "directed"
    assert len(names) == len(NAMES)
    assert set(names.values()) == NAMES
    assert [(names[e.attrib["source"]], names[e.attrib["target"]]) for e in edges] == ENDS
    data = [{found.attrib["key"]: found.text for found in edge} for edge in edges]
    assert data[0] == {"copies": "7", "wire": "2", "median_delay_s": "3630", "kept": "0.875"}
    assert data[1] == {"copies": "1", "wire": "0"}
    keys = {key.attrib["id"]: key.attrib["for"] for key in root.iter(f"{space}key")}
    assert keys == {"name": "node"} | dict.fromkeys(data[0], "edge")


def test_dot() -> None:
    text = written(FLOWS, "dot")
    string = r'"((?:[^"\\]|\\.)*)"'
    statements = re.findall(rf"^  (n\d+(?: -> n\d+)?) \[label={string}(?:, weight=(\d+))?\];$",
                            text, re.M | re.S)  # fmt: skip
    rest = re.sub(
        rf"^  n\d+(?: -> n\d+)? \[label={string}[^\]\"]*\];\n", "", text, flags=re.M | re.S
    )

    names = {who: re.sub(r"\\(.)", r"\1", label) for who, label, _ in statements if "->" not in who}
    edges = [(who.split(" -> "), label, weight) for who, label, weight in statements if "->" in who]
    assert rest == "digraph flows {\n  rankdir=LR;\n}\n"
    assert len(names) == len(NAMES)
    assert set(names.values()) == NAMES
    assert [(names[one], names[other]) for (one, other), _, _ in edges] == ENDS
    assert [(label, weight) for _, label, weight in edges[:2]] == [("7", "7"), ("1", "1")]


def test_no_flows_are_a_file_too() -> None:
    assert json.loads(written([], "json")) == []
    assert list(csv.DictReader(io.StringIO(written([], "csv")))) == []
    assert len(written([], "csv").splitlines()) == 1
    ElementTree.fromstring(written([], "graphml").encode())
    assert written([], "dot").endswith("}\n")


@pytest.mark.parametrize("form", FORMATS)
def test_an_outlet_that_takes_from_itself_is_one_node(form: str) -> None:
    assert "weir" in written([flow("weir", "weir")], form)
    assert written([flow("weir", "weir")], "dot").count('label="weir"') == 1


def test_other_forms_are_none() -> None:
    with pytest.raises(KeyError):
        written([], "xlsx")
