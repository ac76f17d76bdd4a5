import threading
from datetime import UTC, datetime
from pathlib import Path

from scrapy import Spider
from scrapy.crawler import Crawler

from newsarchive.crawl.session import session_of
from newsarchive.model import Failure
from newsarchive.storage import open_archive


def test_no_failure_is_lost_when_several_threads_record_theirs(tmp_path: Path):
    place = str(tmp_path / "a.db")
    crawler = Crawler(Spider, {"NEWSARCHIVE_ARCHIVE": place})
    session = session_of(crawler)

    def record(name: str) -> None:
        for number in range(20):
            failure = Failure(
                url=f"https://{name}.example/{number}",
                stage="fetch",
                cause="x",
                at=datetime.now(UTC),
            )
            session.write_failures([failure])

    threads = [threading.Thread(target=record, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session.end("", {})

    with open_archive(place) as archive, archive.reading() as rows:
        assert len(rows.runs.failures()) == 80
