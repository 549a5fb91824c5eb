"""Stories set into page skeletons: the text of a page, and what of it belongs to no story."""

import hashlib
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import jinja2
from markupsafe import Markup, escape
from reading_stories import FOLDER, Story, stories

# Written under articles everywhere; none of it may end up in a story.
COMMENTS = (
    ("old_ferryman", "My cousin lives there and says that it was at least thirty, the papers always halve it."),
    ("Priya K.", "Why is nobody asking where the rifles come from? Follow the money for once."),
    ("tibor", "First! Also the headline has a typo."),
    (
        "Captain Obvious",
        "Army should have bombed the camp last year, fifty militants killed then would be lives saved now.",
    ),
    ("m_dsouza", "Great report, thank you. More of this and less cricket please."),
)
_MONTHS = ["Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]


@dataclass(frozen=True)
class Comment:
    """A reader's comment."""

    who: str
    text: str


@dataclass
class Furniture:
    """What a skeleton drew from around the stories: `never` is of no story, `maybe` may stand in one; `page` is all."""

    own: Sequence[Story]
    seed: str
    never: list[str] = field(default_factory=list)
    maybe: list[str] = field(default_factory=list)
    drawn: int = 0
    page: str = ""

    def tease(self) -> Story:
        """The next of the other stories, as a teaser: its headline and first paragraph are not this page's."""
        others = [s for s in stories().values() if s.lang == "en" and s.headline and s not in self.own]
        start = int(hashlib.sha256(self.seed.encode()).hexdigest(), 16)
        story = others[(start + self.drawn * 7) % len(others)]
        self.drawn += 1
        self.never += [story.headline, story.first]
        return story

    def forbid(self, text: str) -> str:
        self.never.append(text)
        return text

    def allow(self, text: str) -> str:
        self.maybe.append(text)
        return text


@dataclass(frozen=True)
class PageSpec:
    """A page to make: skeleton file, stories, which dates it shows, and what else the skeleton asks for."""

    skeleton: str
    stories: tuple[str, ...]
    show: tuple[str, ...] = ()
    charset: str = "utf-8"
    updated: str = ""
    crawl: str = "2024-11-18"
    comments: int = 0
    notice: str = ""
    more: dict[str, Any] = field(default_factory=dict)


@cache
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER / "skeletons"),
        autoescape=lambda name: name is not None and not name.endswith(".txt"),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    for name in _DATE_FORMS:
        made.filters[name] = lambda iso, name=name: day_in_form(iso, name)
    made.filters["linked"] = _linked
    made.filters["wrapped"] = lambda text, width: textwrap.fill(text, width, break_long_words=False)
    made.filters["quoted"] = lambda text: "\n".join("> " + line for line in text.split("\n"))
    return made


def rendered(spec: PageSpec, seed: str) -> tuple[str, Furniture]:
    """The page's text, and the furniture around its stories; `seed` chooses the teasers."""
    own = [stories()[name] for name in spec.stories]
    furniture = Furniture(own, seed)
    first = own[0] if own else Story("none", "", "", "", "", "", "2020-01-01", "en", False, "", (), (), ())
    comments = [Comment(*c) for c in COMMENTS[: spec.comments]]
    furniture.never += [comment.text for comment in comments]
    for key in ("notice", "label"):
        if given := spec.notice if key == "notice" else spec.more.get(key):
            furniture.maybe.append(str(given))
    page = (
        _environment()
        .get_template(spec.skeleton)
        .render(
            s=first,
            stories=own,
            show=spec.show,
            charset=spec.charset,
            updated=spec.updated or _later(first.day),
            crawl=spec.crawl,
            comments=comments,
            notice=spec.notice,
            site=_site(first, seed, spec.more),
            half=(len(first.blocks) + 1) // 2,
            tease=furniture.tease,
            teasers=lambda n: [furniture.tease() for _ in range(n)],
            never=furniture.forbid,
            maybe=furniture.allow,
            slug=spec.more.get("slug_line", ""),
            label=spec.more.get("label", ""),
            notes=spec.more.get("notes", ()),
        )
    )
    furniture.page = page
    return page, furniture


def _site(story: Story, seed: str, more: dict[str, Any]) -> dict[str, Any]:
    name = str(more.get("name") or story.outlet or "The Morning Page")
    plain = re.sub(r"[^a-z]+", "-", name.casefold()).strip("-") or "news"
    number = 40000 + int(hashlib.sha256(seed.encode()).hexdigest()[:3], 16)
    return {
        "name": name, "domain": f"{plain}.example", "section": "World", "number": number, "slug": story.id,
        "native": name, "menu": (), "handle": plain, "symbol": "SG/SM/19971", "parent": "SG/SM",
    } | {key: value for key, value in more.items() if value}  # fmt: skip


def _later(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() + 3).isoformat()


_DATE_FORMS = {
    "long": "%-d %B %Y", "uk": "%-d %B %Y", "us": "%B %-d, %Y", "ukshort": "%-d %b %Y", "dotted": "%d.%m.%Y",
    "slashed": "%Y/%m/%d", "compact": "%Y%m%d", "weekdaylong": "%A, %-d %B %Y", "monthyear": "%B %Y",
    "forum": "%a %b %d, %Y 8:43 pm", "guardian": "%a %-d %b %Y", "daymonthyear": "%-d %b %Y",
    "wirestamp": "18:22 %d%b%Y", "rfc": "%a, %d %b %Y 07:00:00 +0000", "dateline": "dateline",
}  # fmt: skip


def day_in_form(iso: str, form: str) -> str:
    """The day as people write it: `form` is uk, us, dotted, dateline ... (a name among the skeletons' filters)."""
    day = date.fromisoformat(iso)
    if form == "dateline":
        return f"{_MONTHS[day.month - 1]} {day.day}"
    return day.strftime(_DATE_FORMS[form].replace("%-d", str(day.day)))


def _linked(text: str, place: int) -> Markup:
    """The paragraph with a word in a link and another in bold, as editors leave them."""
    words = [escape(word) for word in text.split(" ")]
    for at, (before, after) in (
        (5 + place, ('<a href="/topics/t1">', "</a>")),
        (11 + place, ("<strong>", "</strong>")),
    ):
        if at < len(words):
            words[at] = Markup(before) + words[at] + Markup(after)
    return Markup(" ").join(words)
