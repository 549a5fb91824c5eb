"""The sample articles and the gold rows: well formed, up to date, traceable, and in our own words."""

import csv
import datetime as dt
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from q7x2_etl.reference import data_root, read_yaml

ROOT = Path(__file__).resolve().parents[2]
GOLD, ARTICLES, SHARED = ROOT / "tests" / "gold", ROOT / "seeds" / "articles", ROOT.parent / "shared"
VOCABULARIES = read_yaml(data_root() / "schemas" / "vocabularies.yaml")["vocabularies"]
EVENT_TYPES, STAGES, VERACITIES = (set(VOCABULARIES[name]["words"]) for name in ("event_type", "stage", "veracity"))
FIGURES = ("killed", "wounded", "captured", "abducted", "surrendered", "displaced", "missing")
UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
WORD_NUMBERS = f"{UNITS} seventeen eighteen nineteen twenty".split()


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def sample_texts() -> dict[str, str]:
    """Names and texts of all samples, read here a second time and not with the builder's own function."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in ARTICLES.glob("*.txt")}
    texts |= {row["uri"]: row["text"] for path in ARTICLES.glob("*.jsonl") for row in rows(path)}
    for path in ARTICLES.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            texts |= {row["id"]: row["text"] for row in csv.DictReader(lines)}
    return texts


def numbers_in(text: str) -> set[int]:
    """Every number that the text states, in digits or simple words; 'twenty-four' is read too."""
    found = {int(digits.replace(",", "")) for digits in re.findall(r"\d[\d,]*", text.rstrip(",")) if digits.strip(",")}
    words = re.findall(r"[a-z]+", text.lower())
    for first, second in zip(words, [*words[1:], ""], strict=True):
        tens = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}.get(first)
        unit = WORD_NUMBERS.index(second) if second in WORD_NUMBERS[1:10] else 0
        found |= {tens + unit, tens} if tens else {WORD_NUMBERS.index(first)} if first in WORD_NUMBERS else set()
    return found


def word_runs(text: str, length: int = 8) -> set[str]:
    words = re.findall(r"[^\W_]+", text.lower())
    return {" ".join(words[i : i + length]) for i in range(len(words) - length + 1)}


def test_gold_is_what_its_program_makes() -> None:
    done = subprocess.run(
        [sys.executable, str(GOLD / "build_samples_gold.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_only_input_files_lie_among_the_articles() -> None:
    assert {path.suffix for path in ARTICLES.iterdir()} == {".txt", ".jsonl", ".csv"}


def test_metadata_names_existing_files_and_leaves_some_out() -> None:
    with (ROOT / "seeds" / "articles.metadata.csv").open(encoding="utf-8", newline="") as lines:
        named = [row["file"] for row in csv.DictReader(lines)]
    texts = {path.name for path in ARTICLES.glob("*.txt")}
    assert len(named) == len(set(named))
    assert set(named) < texts


def test_offsets_of_samples_quote_whole_sentences() -> None:
    texts = sample_texts()
    for row in rows(GOLD / "samples_gold.jsonl"):
        text = texts[row["article"]]
        for start, end in row["evidence"]:
            quote, before = text[start:end], text[:start].rstrip(" \n")
            assert quote and quote == quote.strip(), row["id"]
            headline = "\n" not in quote and text[end : end + 1] == "\n"
            assert headline or re.search(r'[.!?]"?$', quote), (row["id"], quote)
            assert not before or text[start - 1].isspace(), (row["id"], quote)
            assert len(quote) < 500, (row["id"], quote)


def test_required_figures_of_samples_stand_in_their_evidence() -> None:
    texts = sample_texts()
    for row in rows(GOLD / "samples_gold.jsonl"):
        said = " ".join(texts[row["article"]][start:end] for start, end in row["evidence"])
        stated = numbers_in(said)
        for figure in row["casualties"]:
            if figure["low"] is not None and figure["low"] > 1:
                assert figure["low"] in stated or not figure["required"], (row["id"], figure)


def test_actor_forms_and_places_of_samples_occur_in_the_article() -> None:
    texts = sample_texts()
    for row in rows(GOLD / "samples_gold.jsonl"):
        text = texts[row["article"]].lower()
        assert all(any(form.lower() in text for form in actor["forms"]) for actor in row["actors"]), row["id"]
        assert all(place.lower() in text for place in row["place_names"]), row["id"]
        assert all(name.lower() in text for name in row["named_persons"]), row["id"]


def test_three_samples_tell_of_no_incident() -> None:
    without = set(sample_texts()) - {row["article"] for row in rows(GOLD / "samples_gold.jsonl")}
    assert without == {"za-rugby-final.txt", "in-markets-and-screens.txt", "pl-exercise-anniversary.txt"}


def test_weekdays_in_the_evidence_fit_the_day_given() -> None:
    texts = sample_texts()
    names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    checked = 0
    for row in rows(GOLD / "samples_gold.jsonl"):
        said = " ".join(texts[row["article"]][start:end] for start, end in row["evidence"]).lower()
        named = {name for name in names if name in said}
        days = {names[dt.date.fromisoformat(d[end]).weekday()] for d in row["dates"] for end in ("start", "end")}
        by_date = numbers_in(said) & {int(d["start"][-2:]) for d in row["dates"]}  # "on 30 November"
        if named and not by_date and all(d["precision"] == "day" for d in row["dates"]):
            checked += 1
            assert named & days, (row["id"], named, days)
    assert checked >= 10


def test_ids_are_unique() -> None:
    for path in (GOLD / "samples_gold.jsonl", GOLD / "loud.jsonl", *sorted((GOLD / "quiet").glob("*.jsonl"))):
        ids = [row["id"] for row in rows(path)]
        assert len(ids) == len(set(ids)), path.name


def test_every_event_type_occurs() -> None:
    loud, samples = rows(GOLD / "loud.jsonl"), rows(GOLD / "samples_gold.jsonl")
    assert len(EVENT_TYPES) == 22
    assert {row["event_type"][0] for row in loud} == EVENT_TYPES
    assert {name for row in samples for name in row["types"]} <= EVENT_TYPES


def test_words_of_closed_lists_are_in_them() -> None:
    for row in rows(GOLD / "samples_gold.jsonl"):
        assert row["stage"] in STAGES
        assert set(row["veracity"]) <= VERACITIES, row["id"]
        assert all(len(code) == 3 and code.isupper() for code in row["country"])


def test_dates_fit_each_other() -> None:
    for row in rows(GOLD / "loud.jsonl"):
        start, end, published = (dt.date.fromisoformat(row[key]) for key in ("date_start", "date_end", "published"))
        assert start <= end and (end <= published or row["stage"] == "threatened"), row["id"]
    for row in rows(GOLD / "samples_gold.jsonl"):
        assert all(dt.date.fromisoformat(d["start"]) <= dt.date.fromisoformat(d["end"]) for d in row["dates"])


def test_loud_rows_rest_on_their_own_text() -> None:
    for row in rows(GOLD / "loud.jsonl"):
        text = row["text"].lower()
        forms = [form for key in row if key.endswith("_forms") or key == "denied_by" for form in row[key]]
        assert all(form.lower() in text for form in [*forms, row.get("place", "")]), row["id"]
        assert row["stage"] in STAGES and set(row["event_type"]) <= EVENT_TYPES
        for key in FIGURES:
            assert all(n == 1 or n in numbers_in(text) for n in row.get(key, [])[:1]), (row["id"], key)


def test_loud_texts_come_in_capitals_and_in_lower_case_too() -> None:
    texts = [row["text"] for row in rows(GOLD / "loud.jsonl")]
    assert len(texts) >= 60
    assert sum(text.isupper() for text in texts) >= 10
    assert sum(text.islower() for text in texts) >= 10


def test_quiet_texts_are_short_and_loud_in_words_only() -> None:
    texts = [row["text"] for row in rows(GOLD / "quiet" / "quiet.jsonl")]
    violent = re.compile(
        r"attack|bomb|kill|shot|shoot|strike|struck|war|siege|dead|fire|destroy|storm|battle|hostile|raider|victim|homicid|death",
        re.I,
    )
    assert len(texts) >= 40
    assert all(violent.search(text) for text in texts)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the texts we compare with are not here")
def test_no_run_of_eight_words_is_shared_with_texts_that_are_not_ours() -> None:
    theirs: set[str] = set()
    for path in [*SHARED.glob("seeds/*.txt"), *SHARED.glob("eval/**/*.txt"), *SHARED.glob("eval/muc4/*.jsonl")]:
        theirs |= word_runs(path.read_text(encoding="utf-8").replace("\\n", " "))
    assert theirs
    loud = rows(GOLD / "loud.jsonl")
    quiet = [row for path in sorted((GOLD / "quiet").glob("*.jsonl")) for row in rows(path)]
    ours = [*sample_texts().values(), *(row["text"] for row in loud + quiet)]
    assert {run for text in ours for run in word_runs(text) & theirs} == set()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the scorer is not here")
def test_gold_scores_full_marks_against_itself() -> None:
    spec = importlib.util.spec_from_file_location("score_incidents", SHARED / "eval" / "score_incidents.py")
    assert spec and spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    golds = rows(GOLD / "samples_gold.jsonl")
    figures, misses, spurious = scorer.score(golds, [as_prediction(gold) for gold in golds])
    assert not misses and not spurious
    assert figures["fields"] == pytest.approx(1.0)


def as_prediction(gold: dict[str, Any]) -> dict[str, Any]:
    """A perfect answer to a gold row, in the form that `extract` prints."""
    date = gold["dates"][0]
    return {
        "article": gold["article"], "event_type": gold["types"][0], "stage": gold["stage"],
        "veracity": gold["veracity"][0], "date_start": date["start"], "date_end": date["end"],
        "date_precision": date["precision"], "place_name": (gold["place_names"] or [None])[0],
        "admin1": (gold["admin1"] or [None])[0], "country": gold["country"][0],
        "actors": [{"name": a["forms"][0], "as_written": a["forms"][0], "role": a["roles"][0]} for a in gold["actors"]],
        "casualties": [c | {"best": c["low"], "of_name": c["of"]} for c in gold["casualties"]],
        "claims": [{"claimant": c["who"], "stance": c["stance"]} for c in gold["claims"]],
        "evidence": [{"start": start, "end": end} for start, end in gold["evidence"]],
    }  # fmt: skip
