"""Bytes of every encoding that news is found in come back as the text that was written."""

from pathlib import Path

import pytest

from q7x2_etl.model import Document
from q7x2_etl.sources import read
from q7x2_etl.sources.encoding import UndecodableError, decode

WESTERN = (
    "Señor Peña’s convoy was ambushed near Córdoba – three people died, the paper “El País” said. "
    "A café owner saw the gunmen flee towards the mountains before the police came."
)
RUSSIAN = (
    "Боевики напали на блокпост на окраине города рано утром во вторник. Погибли трое полицейских, сообщил губернатор."
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "utf-16-le", "utf-16-be"])
def test_western_text_survives(encoding: str) -> None:
    assert decode(WESTERN.encode(encoding)) == WESTERN


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8_r", "utf-16"])
def test_russian_text_survives(encoding: str) -> None:
    assert decode(RUSSIAN.encode(encoding)) == RUSSIAN


def test_polish_in_its_code_page_is_not_taken_for_western() -> None:
    polish = (
        "Rebelianci zaatakowali wczoraj posterunek na granicy. Zginęło trzech żołnierzy, a siedmiu zostało rannych. "
        "Rzecznik rządu powiedział, że sytuacja została już opanowana, a sprawców ścigają śmigłowce."
    )
    assert decode(polish.encode("cp1250")) == polish


def test_one_accent_in_a_latin_1_file_is_enough(tmp_path: Path) -> None:
    text = (
        "The mayor of San José said on Monday that two men had been shot dead in the market by gunmen on a motorbike.\n"
    )
    (tmp_path / "wire.txt").write_bytes(text.encode("latin-1"))
    (document,) = read(tmp_path / "wire.txt")
    assert isinstance(document, Document)
    assert document.text == text


def test_a_cut_off_utf_8_file_is_read_or_refused_but_never_crashes() -> None:
    torn = ("Three people died near Córdoba. " * 3 + "Peñ").encode()[:-1]
    try:
        assert "Three people died" in decode(torn)
    except UndecodableError as error:
        assert "UTF-8" in str(error)


@pytest.mark.parametrize(
    "content", [b"\x00\x01\x02\x03" * 50, b"\x89PNG\r\n\x1a\n\x00\x00", bytes(range(1, 32)) * 20 + b"\xff"]
)
def test_binary_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(UndecodableError, match="binary"):
        decode(content)
