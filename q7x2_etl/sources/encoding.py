"""Bytes to text: byte order mark, else UTF-8, else the encoding that fits the bytes best."""

import codecs
import re

from charset_normalizer import from_bytes

_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DETECTION_SAMPLE = 200_000  # enough letters to tell code pages apart; more only costs time
_SIGN_IN_WORD = re.compile(r"[^\W\d_][¹³¿£¼½¾¥¡¢¤¦§¨©ª¬®¯°±²´µ¶·¸º×÷ˆ˜](?=[^\W\d_])|[þðýÞÐÝ]")
_PRESCAN = 4096  # bytes in which browsers look for <meta charset>, and some
_META_CHARSET = re.compile(
    rb"<meta\b[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})|"
    rb"<\?xml\b[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})",
    re.IGNORECASE,
)
_WEB_LABELS = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "iso8859-1": "cp1252", "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "x-sjis": "cp932",
    "shift_jis": "cp932", "shift-jis": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "tis-620": "cp874",
    "x-cp1251": "cp1251", "unicode-1-1-utf-8": "utf-8",
}  # fmt: skip
_NOT_FOR_TEXT = frozenset(("rot13", "base64", "hex", "bz2", "zlib", "uu", "quopri", "idna", "punycode", "utf-7",
                           "unicode_escape", "raw_unicode_escape", "undefined"))  # fmt: skip
_FEW = 0.002  # share of broken characters that a page in UTF-8 may have
_WHOLE = 1  # characters of UTF-8 to each stray byte that make a text UTF-8
_HIGH_BYTES = bytes(range(128, 256))
_CONTROLS = bytes(byte for byte in range(32) if byte not in (9, 10, 12, 13, 27))
# Code pages that news is written in, most frequent first. Left to itself the detector also proposes exotic ones
# (EBCDIC, Mac scripts) for a short text.
_CODE_PAGES = ["cp1252", "cp1251", "cp1250", "koi8_r", "iso8859_5", "cp1256", "cp1254", "cp1253", "cp1255", "cp1257",
               "big5", "gb18030", "shift_jis", "euc_jp", "euc_kr", "cp866", "iso8859_2", "latin_1"]  # fmt: skip


class UndecodableError(ValueError):
    """The bytes are no text in any encoding known here."""


def decode(content: bytes) -> str:
    """The text that `content` holds, without its byte order mark.

    UTF-8 with a few stray bytes has the replacement character for these. Raises UndecodableError for binary content;
    the message says why in one line.
    """
    text = _broken_utf8(content)
    return (content.decode(encoding_of(content)) if text is None else text).removeprefix("\ufeff")


def _broken_utf8(content: bytes) -> str | None:
    """UTF-8 with the replacement character for a few stray bytes; None where the bytes are valid, or another encoding.

    In any other encoding nearly no letters form the sequences of UTF-8; so most of what is not ASCII must do so.
    """
    if content.isascii() or b"\0" in content or content.startswith(tuple(mark for mark, _ in _MARKS)):
        return None
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd") - content.count("\ufffd".encode())
    valid = len(text) - broken - len(content.translate(None, _HIGH_BYTES))
    return text if 0 < broken * _WHOLE <= valid else None


def decode_page(content: bytes, charset: str | None = None) -> str:
    """The text of a page. A byte order mark goes first, then valid UTF-8 that is more than ASCII, then what the server
    said (`charset`), then the page's own `<meta charset>`, then what fits the bytes best.

    A page that calls itself UTF-8 and is so but for a few bytes has the replacement character for these. Raises
    UndecodableError for binary content.
    """
    if content.startswith(tuple(mark for mark, _ in _MARKS)):
        return decode(content)
    if not content.isascii() and _decodes(content, "utf-8"):
        return content.decode("utf-8")
    if (text := _broken_utf8(content)) is not None:
        return text
    named = [charset, _label_in(content[:_PRESCAN])]
    for encoding in filter(None, (_web_encoding(name) for name in named)):
        if _decodes(content, encoding):
            return content.decode(encoding)
        if encoding == "utf-8" and b"\0" not in content:
            text = content.decode("utf-8", "replace")
            if text.count("\ufffd") <= max(3, _FEW * len(text)):
                return text
    return decode(content)


def _label_in(head: bytes) -> str | None:
    match = _META_CHARSET.search(head)
    return (match[1] or match[2]).decode("ascii") if match else None


def _web_encoding(name: str | None) -> str | None:
    """Python's name of a label as browsers read it: pages that say Latin-1 mean cp1252. None for an unknown one."""
    if not name:
        return None
    label = name.strip(" \t\"';").lower()
    try:
        found = codecs.lookup(_WEB_LABELS.get(label, label)).name
    except LookupError:
        return None
    return None if found in _NOT_FOR_TEXT or found.startswith("utf-16") else found


def encoding_of(content: bytes) -> str:
    """The name of the encoding in which all of `content` decodes; raises UndecodableError where there is none."""
    for mark, encoding in _MARKS:
        if content.startswith(mark) and _decodes(content, encoding):
            return encoding
    if b"\0" in content:
        unmarked = _unmarked_utf16(content)
        if unmarked is None:
            raise UndecodableError(f"NUL byte at offset {content.index(0)}: a binary file, not a text")
        return unmarked
    if _decodes(content, "utf-8"):
        return "utf-8"
    return _code_page(content)


def _code_page(content: bytes) -> str:
    if _control_share(content) > 0.02:
        raise UndecodableError("too many control characters: a binary file, not a text")
    if _is_english_with_accents(content):
        return "cp1252"
    best = from_bytes(content[:_DETECTION_SAMPLE], cp_isolation=_CODE_PAGES).best()
    if best is not None and _decodes(content, best.encoding):
        return best.encoding
    for encoding in ("cp1252", "latin_1"):
        if _ascii_share(content) > 0.8 and _decodes(content, encoding):
            return encoding
    raise UndecodableError("not text in any encoding known here; save it as UTF-8")


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _unmarked_utf16(content: bytes) -> str | None:
    """UTF-16 without a mark: in text of any Latin script nearly every second byte is NUL, always on the same side."""
    sample = content[: _DETECTION_SAMPLE & ~1]
    half = len(sample) // 2
    if half < 4 or len(content) % 2:
        return None
    for encoding, high, low in (("utf-16-le", sample[1::2], sample[0::2]), ("utf-16-be", sample[0::2], sample[1::2])):
        if high.count(0) > 0.6 * half and low.count(0) == 0 and _decodes(content, encoding):
            return encoding
    return None


def _control_share(content: bytes) -> float:
    return 1 - len(content.translate(None, _CONTROLS)) / max(len(content), 1)


def _is_english_with_accents(content: bytes) -> bool:
    """A few accents and curly quotes in ASCII: too few for a detector, and nearly always of one code page.

    Polish or Turkish read in that page shows signs inside words, or letters that only Icelandic has.
    """
    if _ascii_share(content) < 0.9 or not _decodes(content, "cp1252"):
        return False
    return _SIGN_IN_WORD.search(content.decode("cp1252")) is None


def _ascii_share(content: bytes) -> float:
    return len(content.translate(None, _HIGH_BYTES)) / max(len(content), 1)
