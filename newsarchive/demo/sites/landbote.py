"""Hollerbacher Landbote: tables, font tags, legacy encodings and an index page; no feed.

The header never names a charset; half of the pages do not either, and one is tag soup.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from newsarchive.demo.answers import Addresses, Answer, escape, fill, missing
from newsarchive.demo.stories import Report, landbote_reports

NAME = "Hollerbacher Landbote"
_ENCODING = "windows-1252"
_MONTHS = {
    "windows-1252": ["Januar", "Februar", "März"],
    "iso-8859-2": ["ledna", "února", "března"],
}
_IMPRINT = "Herausgeber: Verein der Landboten. Verantwortlich: wer gerade da ist."


def respond(addresses: Addresses, stage: int, path: str) -> Answer:
    """Return what the Landbote says to a GET of ``path``."""
    reports = landbote_reports(stage)
    newest = _noon(max(report.day for report in reports))
    for report in reports:
        if path == report.path:
            return _answer(_report_page(report), report.encoding, _noon(report.day))
    if path in ("/", "/index.htm"):
        return _answer(_index(reports), _ENCODING, newest)
    if path == "/archiv.htm":
        main = f"<H2>Archiv</H2>{_list(reports)}"
        return _answer(_frame("Archiv - Hollerbacher Landbote", main), _ENCODING, newest)
    if path == "/impressum.htm":
        main = f"<H2>Impressum</H2><P>{_IMPRINT}"
        return _answer(_frame("Impressum - Hollerbacher Landbote", main), _ENCODING, newest)
    return missing(NAME)


def _answer(text: str, encoding: str, modified: datetime) -> Answer:
    body = text.encode(encoding, "xmlcharrefreplace")
    return Answer(content_type="text/html", body=body, modified=modified)


def _frame(title: str, main: str, *, meta: str = "", template: str = "landbote_page.html") -> str:
    return fill(template, title=escape(title), main=main, meta=meta)


def _index(reports: Sequence[Report]) -> str:
    main = f"<H2>Neues aus dem Tal</H2>{_list(reports)}"
    return _frame("Hollerbacher Landbote - Startseite", main)


def _list(reports: Sequence[Report]) -> str:
    rows = "".join(
        f'<TR><TD VALIGN="top"><FONT SIZE="2">{report.day.day}.{report.day.month}.</FONT></TD>'
        f'<TD><A HREF="{report.path}"><B>{escape(report.title)}</B></A></TD></TR>\n'
        for report in reports
    )
    return f'<TABLE BORDER="0" CELLPADDING="4">\n{rows}</TABLE>'


def _report_page(report: Report) -> str:
    meta = ""
    if report.declared:
        meta = f'<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={report.encoding}">\n'
    title = f"{report.title} - {NAME}"
    if report.soup:
        return _frame(title, _soup(report), meta=meta, template="landbote_soup.html")
    paragraphs = "\n".join(f"<P>{escape(block.lines[0])}</P>" for block in report.body)
    main = (
        f'<FONT SIZE="5"><B>{escape(report.title)}</B></FONT>\n'
        f"<P><I>{escape(_date_line(report))}</I></P>\n"
        f'<FONT FACE="Times" SIZE="3">\n{paragraphs}\n</FONT>\n'
        '<P ALIGN="right"><FONT SIZE="2"><A HREF="/index.htm">zur&uuml;ck</A></FONT></P>'
    )
    return _frame(title, main, meta=meta)


def _soup(report: Report) -> str:
    """Return the report with tags that overlap, never end, or were never begun."""
    text = "\n</div><p>".join(escape(block.lines[0]) for block in report.body)
    return (
        f"<h2><font color=green>{escape(report.title)}</h2></font>\n"
        f"<b><i>{escape(_date_line(report))}</b></i>\n<p><font size=3>{text}\n"
        "</font></font></p></p><a href=/index.htm><b>zurück</a></b>"
    )


def _date_line(report: Report) -> str:
    months = _MONTHS[report.encoding]
    day = f"{report.day.day}. {months[report.day.month - 1]} {report.day.year}"
    by = "Napsala" if report.encoding == "iso-8859-2" else "Von"
    return f"{report.place}, {day}." + (f" {by} {report.author}" if report.author else "")


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
