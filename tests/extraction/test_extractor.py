"""What holds for every text, whatever it says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from q7x2_etl.contract import check_reports
from q7x2_etl.extraction import Extractor, RuleExtractor, default_extractor
from q7x2_etl.model import Article, Region
from q7x2_etl.reference import Reference

ArticleOf = Callable[..., Article]

SENTENCES = [
    "Gunmen killed nine herders in Kano on Monday.",
    "The attack left 14 others wounded, police said.",
    "Al-Shabaab claimed responsibility for the blast.",
    "The army denied the report.",
    "A roadside bomb hit a convoy near Mosul on 3 June 2020, killing between two and five soldiers.",
    "Taliban fighters have captured the village of Mughul in Darzab district, Jawzjan province.",
    "Clashes between rebels of the M23 and soldiers went on in May 2019.",
    "Scores of families fled to Goma; some 1,500 are still there.",
    "Judge Maria Lopez, 54, was shot dead outside her home yesterday.",
    "“They burned the school,” he said.",
    "POLICE ARRESTED FIVE SUSPECTED MILITANTS IN MOMBASA ON SUNDAY",
    "bandits abducted thirty pupils last week",
    "No attack took place in Nairobi.",
    "They threatened to bomb the bridge (again).",
    "The U.S. airstrike killed at least a dozen IS-K members, including a commander.",
    "Kano Pillars crushed Enyimba on Sunday.",
]
PIECES = """
    Gunmen rebels the army police Taliban five Five 1,500 scores of and , . ; : ( ) “ ” ' - — killed attacked were by in
    near Kano Mosul on Monday yesterday June 2020 bomb attack said that who left dead wounded to not between 10 15 at
    least claimed responsibility for it they U.S. Gen. , killing after when a village of Jowzjan province district
""".split()  # noqa: SIM905  # one word a line would hide the list


@st.composite
def stories(draw: st.DrawFn) -> str:
    """Sentences of ours in any order, cut anywhere, with stray pieces between them."""
    stray = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)
    parts = draw(st.lists(st.one_of(st.sampled_from(SENTENCES), stray), max_size=7))
    text = draw(st.sampled_from([" ", "\n\n", " — "])).join(parts)
    return text[draw(st.integers(0, 20)) :]


def assert_sound(extractor: RuleExtractor, article: Article) -> None:
    """Reads an article twice; the reports are equal, traceable, distinct, and keep the contract."""
    reports = extractor.extract(article)
    assert extractor.extract(article) == reports
    assert len({report.report_id for report in reports}) == len(reports)
    for report in reports:
        assert article.text[report.quote_start : report.quote_end] == report.quote
        assert report.evidence
        for evidence in report.evidence:
            assert article.text[evidence.span_start : evidence.span_end] == evidence.quote
            assert article.story_start <= evidence.span_start < evidence.span_end <= article.story_end
    checked = check_reports(reports, {article.article_id: article})
    assert [rejected.reason for rejected in checked.rejected] == []


@settings(deadline=None, max_examples=60, derandomize=True)
@given(text=stories())
def test_any_story_gives_sound_reports(extractor: RuleExtractor, article_of: ArticleOf, text: str) -> None:
    assert_sound(extractor, article_of(text))


@settings(deadline=None, max_examples=40, derandomize=True)
@given(text=st.text(max_size=300))
def test_any_text_at_all_gives_sound_reports(extractor: RuleExtractor, article_of: ArticleOf, text: str) -> None:
    assert_sound(extractor, article_of(text))


@settings(deadline=None, max_examples=40, derandomize=True)
@given(
    text=stories(),
    before=st.text(alphabet="ab\n .", max_size=20),
    kind=st.sampled_from(["body", "headline", "caption", "list"]),
)
def test_story_inside_a_longer_page_gives_spans_of_the_page(
    extractor: RuleExtractor, article_of: ArticleOf, text: str, before: str, kind: str
) -> None:
    page = before + text + " left out"
    start, end = len(before), len(before) + len(text)
    region = Region(kind, start, end)  # type: ignore[arg-type]  # sampled from the kinds
    article = replace(article_of(text), text=page, story_start=start, story_end=end, regions=(region,))
    assert_sound(extractor, article)


def test_a_caption_gives_no_report(extractor: RuleExtractor, article_of: ArticleOf) -> None:
    article = article_of("Gunmen killed nine herders in Kano on Monday.")
    (body,) = article.regions
    assert extractor.extract(article)
    assert extractor.extract(replace(article, regions=(replace(body, kind="caption"),))) == []


def test_article_without_a_date_or_without_regions_is_read(extractor: RuleExtractor, article_of: ArticleOf) -> None:
    dated = article_of("Gunmen killed nine herders in Kano on Monday.")
    undated = replace(dated, published_on=None, published_precision="unknown", published_method="unknown")
    (report,) = extractor.extract(undated)
    assert (report.date_start, report.date_precision) == (None, "unknown")
    assert_sound(extractor, undated)
    assert extractor.extract(replace(dated, regions=())) == []


def test_what_was_read_before_does_not_matter(extractor: RuleExtractor, article_of: ArticleOf) -> None:
    first, second = (
        article_of(" ".join(SENTENCES)),
        article_of("They killed nine herders there on Monday. The attack left 14 wounded."),
    )
    alone = RuleExtractor(Reference.load()).extract(second)
    extractor.extract(first)
    assert extractor.extract(second) == alone


def test_articles_read_together_give_what_each_gives(extractor: RuleExtractor, article_of: ArticleOf) -> None:
    texts = [*SENTENCES, "It rained.", "\n\n".join(SENTENCES) * 20, *SENTENCES[:5], " ".join(SENTENCES)]
    articles = [article_of(text) for text in texts]
    assert extractor.extract_together(articles) == [extractor.extract(article) for article in articles]
    assert extractor.extract_together([]) == []


def test_same_words_in_another_article_have_other_report_ids(extractor: RuleExtractor, article_of: ArticleOf) -> None:
    article = article_of(SENTENCES[0])
    other = replace(article, article_id="0" * 32)
    assert {r.report_id for r in extractor.extract(article)}.isdisjoint(r.report_id for r in extractor.extract(other))


def test_reports_say_who_read_them_and_with_which_knowledge(extractor: RuleExtractor, article_of: ArticleOf) -> None:
    (report,) = extractor.extract(article_of(SENTENCES[0]))
    back_end: Extractor = extractor
    assert (report.extractor, report.extractor_version) == (back_end.name, back_end.version)
    assert report.reference_version == Reference.load().version


def test_reports_come_in_the_order_of_the_text(extractor: RuleExtractor, article_of: ArticleOf) -> None:
    found = extractor.extract(
        article_of("Gunmen killed three traders in Kano on Monday. Rebels killed six men in Goma on Sunday.")
    )
    assert [r.quote_start for r in found] == sorted(r.quote_start for r in found)
    assert len(found) == 2


def test_extractor_is_built_once(extractor: RuleExtractor) -> None:
    reference = Reference.load()
    assert default_extractor(reference) is default_extractor(reference) is extractor


def test_page_with_hundreds_of_incidents_gives_each_of_them(extractor: RuleExtractor, article_of: ArticleOf) -> None:
    days = (date.fromordinal(date(2010, 1, 1).toordinal() + n) for n in range(400))
    text = "\n\n".join(f"On {day:%d %B %Y}, gunmen killed nine herders in Kano. Police came late." for day in days)
    reports = extractor.extract(article_of(text))
    assert len({report.date_start for report in reports}) == len(reports) == 400
