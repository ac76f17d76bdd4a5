"""What is shipped works: the wheel, in an environment of its own, in an empty folder."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.fakes import Web, page, sentences

ROOT = Path(__file__).parents[1]


PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [*PIP, "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT)],
        check=True,
        stdin=subprocess.DEVNULL,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment with the wheel and, linked in, what it depends on."""
    home = tmp_path_factory.mktemp("env")
    python = home / "bin" / "python"
    venv.create(home, symlinks=True, with_pip=False)
    packages = next(home.glob("lib/python*/site-packages"))
    ours = next(path for path in sys.path if path.endswith("site-packages"))
    (packages / "dependencies.pth").write_text(f"{ours}\n")
    subprocess.run(
        [*PIP, "--python", str(python), "install", "-q", "--no-deps", "--ignore-installed", wheel],
        check=True,
        stdin=subprocess.DEVNULL,
    )
    scrapy = home / "bin" / "scrapy"
    scrapy.write_text(
        f"#!{python}\nimport sys\nfrom scrapy.cmdline import execute\nsys.exit(execute())\n"
    )
    scrapy.chmod(0o755)
    return home / "bin"


def test_the_wheel_holds_everything_that_is_read_at_run_time(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"{path.relative_to(ROOT)}"
        for package in ("newsarchive", "spiders", "pipelines")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert wanted <= names
    assert not [name for name in names if name.startswith(("tests", "benchmarks"))]


def test_both_command_lines_work_in_an_empty_folder(programs: Path, site: Web, tmp_path: Path):
    url = site.put("/a", page("Wall holds", sentences("wheel")))
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def run(*words: str) -> str:
        done = subprocess.run(
            [str(programs / words[0]), *words[1:]],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    where = run("python", "-c", "import newsarchive as n, spiders as s; print(n.__file__, s)")
    assert str(ROOT / "newsarchive") not in where
    run("newsarchive", "init")
    assert run("scrapy", "list").split() == ["backfill", "pages", "poll"]
    run(
        *("scrapy", "crawl", "pages", "-a", f"urls={url}", "-O", "out.json"),
        *("-s", "NEWSARCHIVE_ALLOW_PRIVATE=1", "-s", "DOWNLOAD_DELAY=0"),
    )
    (item,) = map(json.loads, run("newsarchive", "export", "-o", "-").splitlines())

    assert item["title"] == "Wall holds"
    assert json.loads((tmp_path / "out.json").read_text())[0]["title"] == "Wall holds"
    assert (tmp_path / "data" / "newsarchive.db").exists()
