"""Archives of any kind around any reader: streamed, limited, and never unpacked to disk."""

import bz2
import gzip
import io
import json
import os
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from q7x2_etl.model import Document
from q7x2_etl.sources import Reading, ReadLimits, Unread, read

PROSE = "Gunmen attacked a checkpoint outside Northtown at dawn and killed two policemen, the mayor said.\n"
ROWS = "".join(json.dumps({"text": f"{PROSE}{n}", "id": f"row-{n}"}) + "\n" for n in range(3)).encode()


def _zip(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return held.getvalue()


def _tar(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, content in members:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return held.getvalue()


def _zstd(content: bytes) -> bytes:
    packed: bytes = pa.compress(content, codec="zstd", asbytes=True)
    return packed


def _read(tmp_path: Path, name: str, content: bytes, limits: ReadLimits | None = None) -> list[Reading]:
    (tmp_path / name).write_bytes(content)
    readings = list(read(tmp_path / name, limits=limits))
    assert [path.name for path in tmp_path.iterdir()] == [name]  # nothing was written beside it
    return readings


def _names(readings: list[Reading]) -> list[str]:
    return [reading.name for reading in readings]


def _unread(reading: Reading) -> Unread:
    assert isinstance(reading, Unread), reading
    return reading


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".zst", _zstd), (".bz2", bz2.compress)])
def test_a_compressed_file_is_what_is_in_it(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    (text,) = _read(tmp_path, f"story.txt{suffix}", pack(PROSE.encode()))
    assert isinstance(text, Document)
    assert (text.text, text.name, text.uri) == (PROSE, f"story.txt{suffix}", (tmp_path / text.name).as_uri())
    (tmp_path / text.name).unlink()
    assert _names(_read(tmp_path, f"wire.jsonl{suffix}", pack(ROWS))) == ["row-0", "row-1", "row-2"]


@pytest.mark.parametrize("pack", [gzip.compress, _zstd, bz2.compress, lambda rows: _zip(("a.jsonl", rows))])
def test_an_archive_without_a_suffix_is_known_by_its_first_bytes(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    assert _names(_read(tmp_path, "download", pack(ROWS))) == ["row-0", "row-1", "row-2"]


def test_several_gzip_members_in_a_row_are_one_stream(tmp_path: Path) -> None:
    assert len(_read(tmp_path, "wire.jsonl.gz", gzip.compress(ROWS) + gzip.compress(ROWS))) == 6


@pytest.mark.parametrize(("name", "pack"), [("all.zip", _zip), ("all.tar", _tar)])
def test_files_in_an_archive_are_inputs_of_their_own(tmp_path: Path, name: str, pack: Callable[..., bytes]) -> None:
    content = pack(
        ("b/story.txt", PROSE.encode()), ("wire.jsonl", ROWS[: ROWS.index(b"\n") + 1] + b'{"text": 1}\n'),
        ("__MACOSX/._b", b"x"), (".hidden.txt", b"x"), ("picture.png", b"\x89PNG"), ("empty.txt", b""),
    )  # fmt: skip
    story, row, bad, empty = _read(tmp_path, name, content)
    address = (tmp_path / name).as_uri()
    assert (story.name, story.uri) == (f"{name}!/b/story.txt", f"{address}!/b/story.txt")
    assert row.name == "row-0" and row.uri == f"{address}!/wire.jsonl#1"
    assert bad.name == f"{name}!/wire.jsonl#2"
    assert _unread(empty).outcome == "empty"


def test_archives_are_read_inside_archives(tmp_path: Path) -> None:
    inner = _zip(("wire.jsonl.gz", gzip.compress(ROWS)))
    assert _names(_read(tmp_path, "all.zip", _zip(("year/march.zip", inner)))) == ["row-0", "row-1", "row-2"]
    (tmp_path / "all.zip").unlink()
    assert _names(_read(tmp_path, "all.tar.gz", gzip.compress(_tar(("a.zip", inner))))) == ["row-0", "row-1", "row-2"]


def test_archives_nested_too_deep_end(tmp_path: Path) -> None:
    content = _zip(("story.txt", PROSE.encode()))
    for _ in range(5):
        content = _zip(("again.zip", content), ("story.txt", PROSE.encode()))
    readings = _read(tmp_path, "again.zip", content)
    deep = [_unread(one) for one in readings if isinstance(one, Unread)]
    assert [one.outcome for one in deep] == ["too_large"]
    assert "more than 4 deep" in deep[0].reason and deep[0].name.count("again.zip") == 5
    assert sum(isinstance(one, Document) for one in readings) == 4


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".zst", _zstd), (".bz2", bz2.compress)])
def test_a_bomb_is_stopped_by_its_ratio(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    (reading,) = _read(tmp_path, f"wire.jsonl{suffix}", pack(bytes(60_000_000)))
    assert _unread(reading).outcome == "too_large"
    assert "200 times" in _unread(reading).reason


def test_a_bomb_in_a_zip_costs_no_other_file(tmp_path: Path) -> None:
    content = _zip(("a.jsonl", b" " * 60_000_000), ("b.txt", PROSE.encode()))
    bomb, good = _read(tmp_path, "all.zip", content)
    assert _unread(bomb).outcome == "too_large" and isinstance(good, Document)


def test_the_limit_of_all_that_comes_out_ends_an_archive(tmp_path: Path) -> None:
    members = [(f"{n}.txt", (PROSE * 20 + str(n)).encode()) for n in range(9)]
    readings = _read(tmp_path, "all.zip", _zip(*members), ReadLimits(max_unpacked_bytes=6000))
    assert [isinstance(one, Document) for one in readings] == [True, True, True, False, False]
    assert [_unread(one).outcome for one in readings[3:]] == ["too_large", "too_large"]
    assert "6,000" in _unread(readings[4]).reason


def test_the_limit_of_members_ends_an_archive(tmp_path: Path) -> None:
    members = [(f"{n}.txt", (PROSE + str(n)).encode()) for n in range(9)]
    (reading,) = _read(tmp_path, "all.zip", _zip(*members), ReadLimits(max_members=4))
    assert _unread(reading).outcome == "too_large" and "more than 4 files" in _unread(reading).reason
    (tmp_path / "all.zip").unlink()
    readings = _read(tmp_path, "all.tar", _tar(*members), ReadLimits(max_members=4))
    assert [isinstance(one, Document) for one in readings] == [True] * 4 + [False]


@pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "C:\\out.txt", "..\\out.txt"])
@pytest.mark.parametrize(("archive", "pack"), [("all.zip", _zip), ("all.tar", _tar)])
def test_names_that_lead_out_of_an_archive_are_not_read(
    tmp_path: Path, archive: str, pack: Callable[..., bytes], name: str
) -> None:
    bad, good = _read(tmp_path, archive, pack((name, PROSE.encode()), ("in.txt", PROSE.encode())))
    assert _unread(bad).outcome == "unreadable" and "leads out" in _unread(bad).reason
    assert isinstance(good, Document)


def test_links_in_archives_are_not_followed(tmp_path: Path) -> None:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(link)
    (reading,) = _read(tmp_path, "all.tar", held.getvalue())
    assert "link" in _unread(reading).reason


def test_an_encrypted_member_says_so(tmp_path: Path) -> None:
    content = bytearray(_zip(("secret.txt", PROSE.encode()), ("open.txt", PROSE.encode())))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flags] |= 1
    secret, good = _read(tmp_path, "all.zip", bytes(content))
    assert "encrypted" in _unread(secret).reason and isinstance(good, Document)


def test_of_a_gzip_that_breaks_off_the_whole_rows_are_read(tmp_path: Path) -> None:
    rows = b"".join(json.dumps({"text": os.urandom(900).hex(), "id": f"r{n}"}).encode() + b"\n" for n in range(200))
    packed = gzip.compress(rows)
    readings = _read(tmp_path, "wire.jsonl.gz", packed[: len(packed) // 2])
    *whole, last = readings
    assert 50 < len(whole) < 150 and all(isinstance(one, Document) for one in whole)
    assert _unread(last).outcome == "unreadable" and last.name == "wire.jsonl.gz"
    assert f"breaks off before its end (the first {len(whole)} of it are read)" in _unread(last).reason


@pytest.mark.parametrize(
    "name", ["story.txt.gz", "story.txt.zst", "story.txt.bz2", "all.zip", "all.tar", "rows.csv.gz"]
)
def test_what_is_no_archive_is_unreadable(tmp_path: Path, name: str) -> None:
    (reading,) = _read(tmp_path, name, PROSE.encode() * 20)
    assert _unread(reading).outcome == "unreadable"
    assert "\n" not in _unread(reading).reason


def test_a_damaged_member_costs_itself(tmp_path: Path) -> None:
    content = bytearray(_zip(("a.txt", os.urandom(500).hex().encode()), ("b.txt", PROSE.encode())))
    content[60] ^= 0xFF
    bad, good = _read(tmp_path, "all.zip", bytes(content))
    assert "damaged" in _unread(bad).reason and isinstance(good, Document)


def test_an_archive_without_a_text_says_what_is_in_it(tmp_path: Path) -> None:
    (reading,) = _read(tmp_path, "all.zip", _zip(("a.png", b"x"), ("b.png", b"y")))
    assert (_unread(reading).outcome, "a.png, b.png" in _unread(reading).reason) == ("empty", True)


def test_metadata_speaks_of_files_in_archives(tmp_path: Path) -> None:
    (tmp_path / "meta.csv").write_text("file,publisher\nin/a.txt,One\nb.txt,Two\n", encoding="utf-8")
    (tmp_path / "all.zip").write_bytes(_zip(("in/a.txt", PROSE.encode())))
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(PROSE.encode()))
    readings = list(read([tmp_path / "all.zip", tmp_path / "b.txt.gz"], metadata=tmp_path / "meta.csv"))
    assert [one.metadata.publisher for one in readings if isinstance(one, Document)] == ["One", "Two"]


def test_two_readings_of_an_archive_are_the_same(tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(_zip(("a.jsonl", ROWS), ("b.txt", PROSE.encode())))
    assert list(read(tmp_path)) == list(read(tmp_path))


def test_an_archive_that_must_be_held_and_is_too_large_says_so(tmp_path: Path) -> None:
    content = _zip(("inner.zip", _zip(("a.txt", os.urandom(4000).hex().encode()))), ("b.txt", PROSE.encode()))
    large, good = _read(tmp_path, "all.zip", content, replace(ReadLimits(), max_held_bytes=1000))
    assert _unread(large).outcome == "too_large" and isinstance(good, Document)
