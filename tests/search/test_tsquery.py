"""What PostgreSQL is given, and its bounds."""

from newsarchive.search.documents import document
from newsarchive.search.tsquery import LAST_POSITION, MAX_BYTES, MOST_POSITIONS, tsvector


def test_title_text_and_fields_have_their_weights_and_no_phrase_spans_two():
    found = document(title="Wall holds", body="The wall", source="one", language="", authors=["Jo"])

    assert tsvector(found) == "'¶':1C '¶sone':2C '¶ajo':3C '¶¶':4C 'wall':6A,10 'holds':7A 'the':9"


def test_positions_and_bytes_stay_within_bounds():
    often = document(title="", body="tide " * 1_000, source="one", language="")
    places = tsvector(often).split("'tide':")[1].split(",")
    assert len(places) == MOST_POSITIONS

    body = " ".join(f"word{number}x{'y' * 40}" for number in range(40_000))
    told = tsvector(document(title="Wall", body=body, source="one", language=""))
    assert len(told) < 1.2 * MAX_BYTES
    assert f":{LAST_POSITION}" in told
    assert f":{LAST_POSITION + 1}" not in told
    assert "'wall':" in told
