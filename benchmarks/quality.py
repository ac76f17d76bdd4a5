"""Measure extraction on a folder of pages with true fields.

    python benchmarks/quality.py ../shared/corpus
    python benchmarks/quality.py ../shared/corpus --folds
    python benchmarks/quality.py ../shared/corpus --failures fundus title
    python benchmarks/quality.py ../shared/corpus --peers
    python benchmarks/quality.py tests/quality

A folder holds sets; a set holds ``ground_truth.jsonl`` and pages, as they are or gzipped.
Pages are read through the code a crawl uses; a page's address is told only where the truth
allows it.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
import time
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent))  # run as a script from anywhere

import metrics
from peers import PEERS, run_peer

from newsarchive.extraction import read_article
from newsarchive.model import Article, Precision
from newsarchive.page import Page

FOLDS = 4
# Set → page → kind, for sets whose truth does not name it.
KINDS = tomllib.loads(Path(__file__).with_name("corpus_kinds.toml").read_text("utf-8"))
Output = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One page and its truth."""

    set: str
    id: str
    url: str
    told_url: bool
    file: Path
    truth: Output

    @property
    def fold(self) -> int:
        """Which fold the page's host is in; all pages of a host share one."""
        host = urlsplit(self.url).hostname or self.id
        return hashlib.sha256(host.removeprefix("www.").encode()).digest()[0] % FOLDS


def load_cases(folder: Path, sets: Iterable[str] = ()) -> list[Case]:
    """Return the folder's pages, set by set, in the order of the truth files."""
    cases = []
    wanted = set(sets)
    for truth_file in sorted(folder.glob("*/ground_truth.jsonl")):
        name = truth_file.parent.name
        if wanted and name not in wanted:
            continue
        for line in truth_file.read_text("utf-8").splitlines():
            row = json.loads(line)
            if name in KINDS:
                row.setdefault("kind", KINDS[name].get(row["id"], "article"))
            cases.append(
                Case(
                    set=name,
                    id=row["id"],
                    url=row["url"],
                    told_url=row["told_url"],
                    file=truth_file.parent / row["file"],
                    truth=row,
                )
            )
    return cases


def as_output(article: Article) -> Output:
    """An article in the form that ``metrics`` compares."""
    published = article.published
    if published is None:
        stated = None
    elif article.published_precision in (Precision.MINUTE, Precision.SECOND):
        stated = published.isoformat()
    elif article.published_precision == Precision.DAY:
        stated = published.date().isoformat()
    else:
        stated = None  # a month is no day
    return {
        "title": article.title,
        "authors": article.authors,
        "published": stated,
        "categories": article.categories,
        "tags": article.tags,
        "body": article.body,
        "kind": article.kind.value,
        "origins": article.origins,
    }


def read_all(cases: list[Case]) -> tuple[dict[str, Output], dict[str, float]]:
    """Read every page; return what was found, and CPU seconds per set, file reading left out."""
    outputs: dict[str, Output] = {}
    seconds: dict[str, float] = {}
    if cases:
        read_article(Page("", read_page(cases[0].file)))  # imports and caches
    for case in cases:
        body = read_page(case.file)
        started = time.process_time()
        article = read_article(Page(case.url if case.told_url else "", body))
        seconds[case.set] = seconds.get(case.set, 0.0) + time.process_time() - started
        outputs[key_of(case)] = as_output(article)
    return outputs, seconds


def read_page(file: Path) -> bytes:
    """A page as it was sent; ``.gz`` files are unpacked."""
    sent = file.read_bytes()
    return gzip.decompress(sent) if file.suffix == ".gz" else sent


def key_of(case: Case) -> str:
    return f"{case.set}/{case.id}"


_COLUMNS = {
    "body": ("f1", "p", "r", "f1_page", "exact"),
    "segments": ("f1", "p", "r", "acc"),
    "title": ("exact", "loose", "missing"),
    "authors": ("f1", "p", "r", "page_exact"),
    "published": ("day", "instant", "instant_tz", "missing"),
    "day": ("acc", "right", "wrong", "missing"),
    "topics": ("f1", "p", "r", "page_exact"),
    "kind": ("acc",),
}


def score_sets(cases: list[Case], outputs: dict[str, Output]) -> dict[str, dict[str, Output]]:
    """The figures of each set: set → field → measure → figure."""
    scores = {}
    for name in dict.fromkeys(case.set for case in cases):
        part = [case for case in cases if case.set == name]
        truths = [metrics.Truth(key_of(case), case.set, case.truth) for case in part]
        found = metrics.score(truths, outputs)
        scores[name] = {field: found[field] for field in _COLUMNS if field in found}
    return scores


def print_table(cases: list[Case], outputs: dict[str, Output]) -> None:
    """Print a line per set and field."""
    for name, fields in score_sets(cases, outputs).items():
        for field, found in fields.items():
            values = "  ".join(f"{column} {_figure(found[column])}" for column in _COLUMNS[field])
            print(f"{name:9} {field:10}n={found['n']:<4} {values}")


def _figure(value: float) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def print_failures(cases: list[Case], outputs: dict[str, Output], field: str) -> None:
    """Print the pages of which a field is wrong, the worst first for bodies."""
    wrong: list[tuple[float, str]] = []
    for case in cases:
        if field not in case.truth and not (field == "segments" and "with" in case.truth):
            continue
        got = outputs[key_of(case)]
        head = f"{case.file.name} {case.url}"
        if field == "body":
            counts = metrics.shingle_counts(case.truth["body"], got["body"], case.set != "aeb")
            f1 = metrics.prf(*counts)[2]
            if f1 < 1:
                wrong.append((f1, f"{f1:.3f} tp {counts[0]} fp {counts[1]} fn {counts[2]} {head}"))
        elif field == "segments":
            text = " ".join((got["body"] or "").split())
            missing = [x for x in case.truth["with"] if " ".join(x.split()) not in text]
            extra = [x for x in case.truth["without"] if " ".join(x.split()) in text]
            if missing or extra:
                wrong.append((0, f"{head}\n    missing {missing}\n    extra {extra}"))
        else:
            truth = case.truth[field]
            if field == "topics":
                mine: Any = got["categories"] + got["tags"]
                right = metrics.norm_set(truth) == metrics.norm_set(mine)
            elif field == "authors":
                mine = got["authors"]
                right = metrics.norm_set(truth) == metrics.norm_set(mine)
            elif field == "kind":
                mine = got["kind"]
                right = truth == mine
            elif field == "title":
                mine = got["title"]
                right = metrics.norm(truth) == metrics.norm(mine)
            elif field == "day":
                mine = got["published"]
                right = (mine or "")[:10] == (truth or "")
            else:
                mine = got["published"]
                right = bool(metrics.day_match(truth, mine)) and (
                    not metrics.has_time(truth) or metrics.instant_match(truth, mine) == "aware"
                )
            if not right:
                origins = {k: v for k, v in got["origins"].items() if k not in ("body", "image")}
                name = {"day": "published", "topics": "tags"}.get(field, field)
                origin = (
                    f"{origins.get(name)}/{origins.get('categories')}"
                    if field == "topics"
                    else origins.get(name)
                )
                wrong.append((0, f"{head}\n    true {truth!r}\n    got  {mine!r} from {origin}"))
    for _, line in sorted(wrong, key=lambda item: item[0]):
        print(line)
    print(f"{len(wrong)} wrong")


# Of each field the figures by which extractors are compared.
_COMPARED = {
    "body": ("f1", "exact"),
    "segments": ("f1",),
    "title": ("exact",),
    "authors": ("f1",),
    "published": ("day", "instant", "instant_tz"),
    "day": ("acc",),
    "topics": ("f1",),
}


def compare(cases: list[Case], outputs: dict[str, Output], seconds: dict[str, float]) -> None:
    """Print our figures beside those of other extractors, and pages per CPU second."""
    jobs: list[Output] = [
        {"key": key_of(case), "file": str(case.file), "url": case.url if case.told_url else None}
        for case in cases
    ]
    columns = {"newsarchive": (outputs, seconds)} | {name: run_peer(name, jobs) for name in PEERS}
    scores = {name: score_sets(cases, found) for name, (found, _) in columns.items()}
    print(f"{'':30}" + "".join(f"{name:>13}" for name in columns))
    for name, fields in scores["newsarchive"].items():
        for field in fields:
            for figure in _COMPARED.get(field, ()):
                values = (_figure(scores[column][name][field][figure]) for column in columns)
                print(f"{f'{name} {field} {figure}':30}" + "".join(f"{v:>13}" for v in values))
        pages = sum(case.set == name for case in cases)
        speeds = [pages / spent[name] for _, spent in columns.values()]
        print(f"{f'{name} pages per CPU second':30}" + "".join(f"{v:13.0f}" for v in speeds))
        ratios = [speeds[0] / speed for speed in speeds]
        print(f"{f'{name} newsarchive is … times':30}" + "".join(f"{v:13.1f}" for v in ratios))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, help="folder of sets, such as ../shared/corpus")
    parser.add_argument("--sets", default="", help="only these sets, comma separated")
    parser.add_argument("--folds", action="store_true", help=f"also a table per fold of {FOLDS}")
    parser.add_argument("--fold", default="", help="only these folds, comma separated")
    parser.add_argument(
        "--peers",
        action="store_true",
        help="beside other extractors, in an environment of their own",
    )
    parser.add_argument("--failures", nargs=2, metavar=("SET", "FIELD"), help="list wrong pages")
    options = parser.parse_args(arguments)
    sets = [options.failures[0]] if options.failures else [s for s in options.sets.split(",") if s]
    cases = load_cases(options.folder, sets) if options.folder.is_dir() else []
    if not cases:
        print(
            f"{options.folder}: no set with a ground_truth.jsonl found there; "
            "give the corpus folder, for instance ../shared/corpus",
            file=sys.stderr,
        )
        return 2
    if options.fold:
        folds = {int(number) for number in options.fold.split(",")}
        cases = [case for case in cases if case.fold in folds]
    outputs, seconds = read_all(cases)
    if options.peers:
        compare(cases, outputs, seconds)
        return 0
    if options.failures:
        print_failures(cases, outputs, options.failures[1])
        return 0
    print_table(cases, outputs)
    if options.folds:
        for number in range(FOLDS):
            print(f"\nfold {number} of {FOLDS} (by host)")
            print_table([case for case in cases if case.fold == number], outputs)
    print()
    for name, spent in seconds.items():
        pages = sum(case.set == name for case in cases)
        print(f"{name:9} {pages / spent:.0f} pages per CPU second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
