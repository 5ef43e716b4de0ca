"""The sentences of which summaries are made."""

import pytest

from chipnews.reports.summaries import sentences_of

CASES = {
    "a name in lower case opens a sentence": (
        "Musk named it with a pun. xAI bought a third building.",
        ("xAI",),
        ["Musk named it with a pun.", "xAI bought a third building."],
    ),
    "after a quotation, too": (
        'He said "it is done." d-Matrix raised money.',
        ("d-Matrix",),
        ['He said "it is done."', "d-Matrix raised money."],
    ),
    "not inside a sentence": (
        "Investors like what xAI does in Memphis.",
        ("xAI",),
        ["Investors like what xAI does in Memphis."],
    ),
}


@pytest.mark.parametrize(("body", "names", "told"), CASES.values(), ids=CASES.keys())
def test_a_body_is_split_where(body: str, names: tuple[str, ...], told: list[str]) -> None:
    text = f"A title\n\n{body}"
    placed = [(text.index(name), name) for name in names]
    sentences = sentences_of(1, "A title", text, (), placed)
    assert [each.text for each in sentences] == told
    assert [each.place for each in sentences] == list(range(len(told)))
    holder = next(each for each in sentences if names[0] in each.text)
    assert holder.names == frozenset(names)
