"""Pages written for these tests, and the short way from a page to its articles."""

from datetime import date

from q7x2_etl.model import Article, Document, Metadata
from q7x2_etl.sources import Origin, articles_of, reading_of

LISTING = """\
Home | News | World
GBP/USD = 1.2710 0.12%
• Silver $24.10 -0.3%
14 July 2031

Rebels besiege Millbrook: two armies fight over the northern valley

MILLBROOK (Reuters) — Rebels have surrounded the town of Millbrook, which the army took in March 2018. About 90 men
died in the first week, which began on June 2.

The rebels shelled the mill on June 9 and killed the deputy mayor, the council said (Valley Daily, June 11).

The town and its mill

Millbrook had 8,000 inhabitants before the war. The army had held it since 12 February 2018, when a ceasefire broke.

Continue reading

Harvest fair opens in Easthaven

EASTHAVEN (Reuters) — The yearly harvest fair opened in Easthaven on June 10 with stands from nine villages.

Continue reading

How the valley makes its cheese

EASTHAVEN (Reuters) — Cheese is the main income of the upper valley, and its makers met in the town hall last week.

Selling abroad

Half of the cheese goes abroad, the makers said. They asked for a lower tax on milk.

Related articles
Ten walks in the valley
Where to sleep in Easthaven

About the author
Jane Sample writes about the valley.
"""

PRESS_PAGE = """\
Skip to content
Breaking News
Share on Facebook | Tweet | Email

Cell of bombers tightens its hold on Lakeview

Police officers guard the burned market of Lakeview after an attack in May.
Police officers guard the burned market of Lakeview after an attack in May.

By Jane Sample and Omar Example

After two failed raids, a cell of bombers has taken over the eastern quarter of Lakeview, residents said.

"They went from house to house," said a baker who fled with her three sons. She had counted forty armed men.

FILE: A patrol on the lake road.

Photo by Omar Example / Example Images

Sign up for our daily newsletter and get the news in your inbox.

The cell killed the head of the quarter last month and burned his shop, a spokesman of the police said.

Read more
Five things to know about Lakeview
The lake in pictures

Residents fear a third raid.

© 2017 Example Press. All rights reserved.
"""

WIRE = """\
   SAN EJEMPLO, 14 FEB 88 (RADIO UNO) -- [REPORT] [RADIO UNO
CORRESPONDENT] [TEXT] A GROUP OF ABOUT THIRTY GUERRILLAS ATTACKED THE TOWN
HALL OF VILLA NUEVA EARLY TODAY, KILLING A GUARD AND WOUNDING TWO OTHERS,
ACCORDING TO THE FOURTH BRIGADE.

   THE GUERRILLAS, WHO CAME ON TWO TRUCKS, BURNED THE ARCHIVE BEFORE THEY
WITHDREW TO THE HILLS.  NO OTHER DAMAGE WAS REPORTED.

   [BEGIN RECORDING] [MAYOR] WE HEARD THE SHOTS AT DAWN.  [END RECORDING]
"""


def document(text: str, metadata: Metadata | None = None, uri: str = "file:///inbox/page.txt") -> Document:
    """The page as a document, read like a file."""
    reading = reading_of(text, Origin("page.txt", uri, "text/plain"), metadata or Metadata())
    assert isinstance(reading, Document)
    return reading


def articles(text: str, metadata: Metadata | None = None, uri: str = "file:///inbox/page.txt") -> list[Article]:
    """The page's articles."""
    return articles_of(document(text, metadata, uri))


def kept(article: Article, kind: str | None = None) -> list[str]:
    """The words of the article's regions, of one kind or of all."""
    return [article.text[r.start : r.end] for r in article.regions if kind in (None, r.kind)]


def dated(day: str, precision: str = "day", title: str | None = None) -> Metadata:
    """Metadata with a date."""
    return Metadata(title=title, published=date.fromisoformat(day), published_precision=precision)  # type: ignore[arg-type]
