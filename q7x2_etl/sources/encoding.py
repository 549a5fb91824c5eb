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

    Raises UndecodableError for binary content; the message says why in one line.
    """
    return content.decode(encoding_of(content)).removeprefix("\ufeff")


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
