"""Writes samples_gold.jsonl and samples_stories.jsonl from the rows in samples_rows_*.py; `--check` only compares.

Every offset is found in the article by `str.find`, never typed by hand. Run it after a change of an article or a row:
    python tests/gold/build_samples_gold.py
"""

import csv
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import samples_rows_africa
import samples_rows_americas_europe
import samples_rows_asia
from samples_form import Gold

HERE = Path(__file__).resolve().parent
ARTICLES = HERE.parent.parent / "seeds" / "articles"
STORIES = [
    # file, first words, last words, date, precision
    ("mm-chindwin-herald-page.txt", "Soldiers burn village and shoot", "an aid volunteer said.", "2022-05-13", "day"),
    ("mm-chindwin-herald-page.txt", "Two policemen die in clash", "by Thursday evening.", "2022-05-12", "day"),
    ("mm-chindwin-herald-page.txt", "Rice exporters look to", "The harvest itself was good.", "2022-05-11", "day"),
    ("af-kunar-rival-tolls.txt", "Night raid in Kunar", "taken captive in Manogai.", "2016-10-05", "day"),
]  # fmt: skip


def article_texts(folder: Path = ARTICLES) -> dict[str, str]:
    """The text of every sample by the name that front ends give it: file name, or the row's uri or id."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            texts[entry["uri"]] = entry["text"]
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            texts.update({entry["id"]: entry["text"] for entry in csv.DictReader(lines)})
    return texts


def locate(text: str, sentence: str) -> list[int]:
    """[start, end) of a sentence given in full or as 'first words … last words'; it must be there, and only once."""
    first, _, last = (part.strip() for part in sentence.partition("…"))
    start = text.find(first)
    if start < 0 or text.find(first, start + 1) >= 0:
        raise SystemExit(f"not found exactly once: {first!r}")
    end = text.find(last, start) + len(last) if last else start + len(first)
    if end < start + len(first):
        raise SystemExit(f"not found after {first!r}: {last!r}")
    return [start, end]


def as_json(gold: Gold, number: int, text: str) -> dict[str, Any]:
    """One row in the scorer's form."""
    stem = gold.article.rsplit(":", 1)[-1].removesuffix(".txt")
    return {
        "article": gold.article, "id": f"{stem}-{number:02d}", "core": gold.core, "types": gold.types.split(),
        "stage": gold.stage, "veracity": gold.veracity.split(), "dates": gold.dates, "place_names": gold.places,
        "admin1": gold.admin1, "country": [gold.country], "actors": gold.actors, "casualties": gold.casualties,
        "named_persons": gold.named, "weapon": gold.weapon, "claims": gold.claims,
        "evidence": [locate(text, sentence) for sentence in gold.evidence],
    }  # fmt: skip


def gold_lines() -> str:
    """The content of samples_gold.jsonl."""
    texts, seen, lines = article_texts(), Counter[str](), []
    for gold in samples_rows_africa.ROWS + samples_rows_asia.ROWS + samples_rows_americas_europe.ROWS:
        seen[gold.article] += 1
        lines.append(as_json(gold, seen[gold.article], texts[gold.article]))
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def story_lines() -> str:
    """The content of samples_stories.jsonl."""
    texts, lines = article_texts(), []
    for name, first, last, date, precision in STORIES:
        start, end = locate(texts[name], f"{first} … {last}")
        title = texts[name][start:end].split("\n", 1)[0]
        published = [{"date": date, "precision": precision}]
        lines.append({"article": name, "start": start, "end": end, "title": title, "published": published})
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def main() -> None:
    wanted = {HERE / "samples_gold.jsonl": gold_lines(), HERE / "samples_stories.jsonl": story_lines()}
    for path, content in wanted.items():
        if "--check" not in sys.argv[1:]:
            path.write_text(content, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != content:
            raise SystemExit(f"{path.name} is stale; run python tests/gold/build_samples_gold.py")


if __name__ == "__main__":
    main()
