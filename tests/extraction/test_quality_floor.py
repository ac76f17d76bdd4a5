"""No field is read worse than it was: the measures of benchmarks/quality.py on tests/quality."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import quality

FOLDER = Path(__file__).parent.parent / "quality"
FLOORS = tomllib.loads((FOLDER / "floor.toml").read_text("utf-8"))
CASES = quality.load_cases(FOLDER)


@pytest.fixture(scope="module")
def scores() -> dict[str, dict[str, quality.Output]]:
    outputs, _ = quality.read_all(CASES)
    return quality.score_sets(CASES, outputs)


@pytest.mark.parametrize(
    ("name", "field"), [(name, field) for name, floor in FLOORS.items() for field in floor]
)
def test_no_figure_falls(scores: dict[str, dict[str, quality.Output]], name: str, field: str):
    found = scores[name][field]
    fallen = {
        measure: f"{found[measure]:.3f}, was at least {floor}"
        for measure, floor in FLOORS[name][field].items()
        if found[measure] < floor
    }

    assert not fallen, (
        f"python benchmarks/quality.py tests/quality --failures {name} {field} lists the pages"
    )


def test_every_field_has_its_floor(scores: dict[str, dict[str, quality.Output]]) -> None:
    assert {name: set(fields) for name, fields in scores.items()} == {
        name: set(fields) for name, fields in FLOORS.items()
    }


def test_every_page_has_its_truth() -> None:
    pages = sorted(FOLDER.glob("*/pages/*"))

    assert sorted(case.file for case in CASES) == pages
