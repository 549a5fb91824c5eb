"""Small HTML pages written for these tests."""

LEAD = (
    "KANDAK (Example Wire) - Gunmen killed six soldiers on Sunday in an ambush on a convoy at Harrow Pass, the army "
    "said in a statement that was read on state radio."
)
SECOND = "The attackers fled into the hills after the attack, which lasted an hour, a spokesman told reporters."
THIRD = "No group has claimed responsibility for it so far, and the police are looking for witnesses in three villages."


def page(body: str, head: str = "", title: str = "Gunmen kill six in Harrow Pass ambush - Northern Ledger") -> str:
    """A whole page around a body."""
    return f'<!DOCTYPE html><html lang="en"><head><title>{title}</title>{head}</head><body>{body}</body></html>'


ARTICLE = f"""
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav></header>
<main><article><h1>Gunmen kill six in Harrow Pass ambush</h1><p class="byline">By Jane Sample</p>
<figure><img src="a.jpg"><figcaption>Police recovered four rifles at the pass on Monday morning.</figcaption>
</figure>
<p>{LEAD}</p><p>{SECOND}</p>
<h2>Second attack in a week</h2>
<blockquote><p>We will not let this stand, the minister said on the radio.</p></blockquote>
<p>The attack was the second in a week, and the army has sent more men to the pass since then, it said:</p>
<ul><li>two policemen were killed by a bomb</li><li>five passers-by were wounded, among them a child</li></ul>
<p>{THIRD}</p></article>
<aside><h3>Related articles</h3><ul><li><a href="1">Bomb kills nine at a market far away</a></li></ul></aside>
<div class="newsletter-box"><p>Get the Ledger in your inbox every morning, free of charge and of spam.</p></div>
</main><footer>Copyright 2019 Northern Ledger</footer>"""
JSON_LD = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "%s"}</script>'
