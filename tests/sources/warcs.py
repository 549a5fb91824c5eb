"""Records of a web archive, byte by byte: whole ones, and broken ones that no library would write."""

import gzip
from collections.abc import Iterable

PAGE = """<!doctype html><html lang="en"><head><title>{title} - Example Times</title>
<meta property="og:site_name" content="Example Times">{head}</head><body><nav><a href="/">Home</a></nav>
<article><h1>{title}</h1><p>Gunmen attacked a checkpoint outside {place} at dawn on Monday and killed two policemen, the
mayor said. Three of the attackers were wounded before they fled into the hills on motorcycles.</p>
<p>It was the third attack on the road in a month. Nobody has claimed it so far, and a search was under way.</p>
</article></body></html>"""


def page(title: str = "Two policemen killed", place: str = "Northtown", head: str = "") -> str:
    return PAGE.format(title=title, place=place, head=head)


def record(kind: str, block: bytes, uri: str = "https://times.example/1", **headers: str) -> bytes:
    """A record; `headers` add to those that every record has, or stand instead (content_length="7")."""
    named = {
        "WARC-Type": kind,
        "WARC-Target-URI": uri,
        "WARC-Date": "2021-06-20T08:00:00Z",
        "WARC-Record-ID": f"<urn:uuid:{len(block)}>",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    named |= {name.replace("_", "-").title().replace("Warc", "WARC"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return b"WARC/1.0\r\n" + lines.encode() + b"\r\n" + block + b"\r\n\r\n"


def http(body: bytes, status: str = "200 OK", media_type: str = "text/html; charset=utf-8", **headers: str) -> bytes:
    """An HTTP response; `headers` are further ones (content_encoding="gzip")."""
    named = {"Content-Type": media_type} | {name.replace("_", "-").title(): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def response(title: str = "Two policemen killed", number: int = 1, place: str = "Northtown") -> bytes:
    return record("response", http(page(title, place).encode()), f"https://times.example/{number}")


def zipped(records: Iterable[bytes]) -> bytes:
    """As crawlers store it: every record a gzip member of its own."""
    return b"".join(gzip.compress(one) for one in records)
