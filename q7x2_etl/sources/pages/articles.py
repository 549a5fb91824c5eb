"""A Document as Articles: its stories, each with title, date, byline and the regions it keeps."""

from datetime import date

from q7x2_etl.model import Article, Document, content_id
from q7x2_etl.reference import Reference
from q7x2_etl.sources.pages.dated import StoryDate
from q7x2_etl.sources.pages.furniture import Furniture, load_furniture
from q7x2_etl.sources.pages.openings import likeness
from q7x2_etl.sources.pages.stories import Story, stories
from q7x2_etl.sources.pages.story_date import story_dates


def articles_of(document: Document, reference: Reference | None = None, *, today: date | None = None) -> list[Article]:
    """The stories of a document in the order of the text; none where it is only menus, tickers, or too short.

    No story is dated after the day on which the document was fetched or, where its source does not say, `today` (this
    day, unless given): with either, the same document gives the same stories on any day.

    The metadata's title and byline are those of the main story: the one whose headline is most like the title,
    else the longest. Its publisher is every story's.
    """
    furniture = load_furniture(reference)
    metadata = document.metadata
    found = stories(document.text, furniture, metadata.title)
    main = _main_story(found, metadata.title)
    fetched = metadata.retrieved_on or today or date.today()
    dates = story_dates(document, found, main, fetched)
    return [
        _article(document, story, date, furniture, is_main=position == main)
        for position, (story, date) in enumerate(zip(found, dates, strict=True))
    ]


def _main_story(found: list[Story], title: str | None) -> int | None:
    if not found:
        return None
    if title:
        scores = [likeness(story.headline or "", title) for story in found]
        if max(scores) >= 0.3:
            return scores.index(max(scores))
    lengths = [sum(r.end - r.start for r in story.regions if r.kind == "body") for story in found]
    return lengths.index(max(lengths))


def _article(document: Document, story: Story, date: StoryDate, furniture: Furniture, *, is_main: bool) -> Article:
    metadata = document.metadata
    byline = next((name for part in story.parts if (name := furniture.byline(part.paragraph.line))), None)
    return Article(
        article_id=content_id(document.document_id, story.start, story.end),
        document_id=document.document_id,
        name=document.name,
        text=document.text,
        story_start=story.start,
        story_end=story.end,
        regions=story.regions,
        title=(metadata.title if is_main else None) or story.headline,
        byline=(metadata.byline if is_main else None) or byline,
        publisher=metadata.publisher or _source_in_dateline(story),
        published_on=date.published_on,
        published_precision=date.precision,
        published_method=date.method,
        published_reason=date.reason,
        agency=_agency(story, furniture),
    )


def _source_in_dateline(story: Story) -> str | None:
    return next((part.dateline.agency for part in story.parts if part.dateline and part.dateline.agency), None)


def _agency(story: Story, furniture: Furniture) -> str | None:
    """The news agency in the dateline, if it is a known one (other brackets may hold a country)."""
    name = _source_in_dateline(story)
    return name if name is not None and name.casefold() in furniture.agencies else None
