"""Where sentences end, and where a stop does not end one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from q7x2_etl.language.grammar.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, 0, len(text))]


@pytest.mark.parametrize(
    "expected",
    [
        ["Rebels fled.", "The army came."],
        ["Gen. Moussa Diallo resigned.", "He was 61."],
        ["Lt. Col. Ama Osei spoke.", "Then she left."],
        ["Sgt. Maj. R. T. Boateng was hurt.", "He will live."],
        ["The raid began at 5 a.m. on Monday.", "It ended at 6 p.m.", "Troops left."],
        ["They met on Nov. 3 in Goma.", "All went home."],
        ["Rep. Ann Cole vs. the state is over.", "She won."],
        ["“We held the bridge.”", "He laughed."],
        ["Who fired first?", "Nobody knows!", "It was dark."],
        ["They waited... and waited.", "Nobody came."],
        ["The state paid $1.5 million.", "Nobody asked why."],
        ["It was the spring of 2014.", "Rebels came."],
        ["The village chief (Mr. Bello) agreed.)", "She did not."],
        ["He lives in the U.S.", "The army does not know him."],
        ["REBELS SEIZED THE TOWN.", "THE ARMY FLED."],
        ["rebels seized the town.", "the army fled to the hills."],
        ["He said no.", "They left."],
        ["He said no.", "Five left."],
        ["Karim et al. wrote it.", "Few read it."],
        ["The blast was heard in Mosul.[2]", "Windows broke."],
    ],
)
def test_a_paragraph_is_cut_into_its_sentences(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. Army left the base",
        "A U.N. convoy was stopped",
        "Dr. Amina Yusuf of St. Mary Hospital treated them",
        "He was born in the D.C. area in 1990",
        "They met at Gate No. 5 on Monday",
        "Militants hold the road from Mosul to Tal Afar\nand the hills above it",
    ],
)
def test_one_sentence_stays_whole(text: str) -> None:
    assert sentences(text) == [text]


def test_a_blank_line_ends_a_headline_without_a_stop() -> None:
    assert sentences("POLICE HUNT BOMBER\n\nPolice looked for a man.") == [
        "POLICE HUNT BOMBER",
        "Police looked for a man.",
    ]
    assert sentences("Police hunt bomber\n \t\nPolice looked.") == ["Police hunt bomber", "Police looked."]


def test_spans_are_trimmed_and_count_from_the_start_of_the_text() -> None:
    text = "Left out.  One here.  Two here.  "
    assert sentence_spans(text, 10, len(text)) == [(11, 20), (22, 31)]


def test_white_space_has_no_sentence() -> None:
    assert sentences(" \n\n\t ") == []


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300))
def test_spans_of_any_text_are_sorted_disjoint_trimmed_and_inside(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    at = start
    for first, last in sentence_spans(text, start, end):
        assert at <= first < last <= end
        assert text[first:last] == text[first:last].strip()
        at = last


@given(st.text(alphabet=st.sampled_from("aB. !?\n\"”'1"), max_size=80))
def test_no_word_is_lost_between_sentences(text: str) -> None:
    covered = {i for first, last in sentence_spans(text, 0, len(text)) for i in range(first, last)}
    assert all(text[i].isspace() for i in range(len(text)) if i not in covered)
