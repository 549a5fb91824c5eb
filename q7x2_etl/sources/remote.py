"""Inputs at an address (`https://`, `s3://` …), through fsspec: only what the caller names is ever fetched."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast
from urllib.parse import parse_qsl, urlencode

from q7x2_etl.errors import InputError
from q7x2_etl.sources.refusals import DamagedError, needed
from q7x2_etl.sources.registry import known_suffixes
from q7x2_etl.sources.streams import with_head

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_WEB = frozenset({"http", "https"})
_CONNECT_SECONDS, _SILENT_SECONDS = 30, 60
# Parameters that are keys, not names: who reads a warehouse is not to get them.
_SECRET = re.compile(r"(?i)x-(?:amz|goog)-.*|sig|signature|token|access_token|api_?key|key|awsaccesskeyid|password")


def is_address(name: str) -> bool:
    """Whether it is an address somewhere else; `file://` is this machine."""
    return _ADDRESS.match(name) is not None and not name.lower().startswith("file://")


def remote_files(name: str) -> list[tuple[str, bool]]:
    """The addresses to read, and whether each was named itself: one, or all under a folder or pattern, sorted.

    A web address is one input, and seen when it is read. Raises InputError where nothing is there, and where the
    package for such addresses is missing (the message names it).
    """
    if "::" in name:
        raise InputError(f"{shown(name)}: chains of addresses (::) are not read; name the file itself")
    try:
        system, path = _system(name)
        if _scheme(name) in _WEB:
            return [(name, True)]
        if any(sign in path for sign in "*?["):
            found = [one for one, detail in system.glob(path, detail=True).items() if detail["type"] == "file"]
            if not found:
                raise InputError(f"{shown(name)}: no file matches this pattern")
            return [(system.unstrip_protocol(one), False) for one in sorted(found)]
        if system.isdir(path):
            return [(system.unstrip_protocol(one), False) for one in sorted(system.find(path)) if _is_input(one, path)]
        if system.exists(path):
            return [(system.unstrip_protocol(path), True)]
    except InputError:
        raise
    except Exception as error:  # each kind of storage raises its own
        raise InputError(f"{shown(name)}: cannot be reached: {_said(error)}") from error
    raise InputError(f"{shown(name)}: no such file or folder")


@contextmanager
def opened_remote(address: str) -> Iterator[tuple[BinaryIO, str | None]]:
    """The content as a stream, and the media type where a web server says it. Raises DamagedError."""
    web = _scheme(address) in _WEB
    try:
        system, path = _system(address)
        # Of a web server in one go: many know no ranges. The size is not asked for then.
        stream = system.open(path, "rb", **({"block_size": 0, "size": 1} if web else {}))
    except Exception as error:  # each kind of storage raises its own
        raise DamagedError(f"cannot be fetched: {_said(error)}") from error
    with stream:
        answer = getattr(stream, "r", None) if web else None
        media_type = None if answer is None else answer.headers.get("Content-Type", "").partition(";")[0].strip()
        yield with_head(cast("BinaryIO", _Fetched(stream, seeks=not web))), media_type or None


class _Fetched:
    """A stream of some storage; whatever that raises while it is read is a DamagedError."""

    def __init__(self, stream: Any, *, seeks: bool) -> None:
        self._stream = stream
        self._seeks = seeks

    def seekable(self) -> bool:
        return self._seeks and bool(self._stream.seekable())

    def seek(self, offset: int, whence: int = 0) -> int:
        return int(self._stream.seek(offset, whence))

    def tell(self) -> int:
        return int(self._stream.tell())

    def read(self, n_bytes: int) -> bytes:
        try:
            content: bytes = self._stream.read(n_bytes)
        except Exception as error:  # each kind of storage raises its own
            raise DamagedError(f"it could not be fetched to its end: {_said(error)}") from error
        return content


def shown(address: str) -> str:
    """The address as it is stored and shown: without user, password and keys."""
    start, _, query = address.partition("?")
    scheme, _, rest = start.partition("://")
    place, slash, path = rest.partition("/")
    given = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in given if not _SECRET.fullmatch(name)]
    if len(kept) < len(given):
        query = urlencode(kept)
    return f"{scheme}://{place.rpartition('@')[2]}{slash}{path}{'?' if query else ''}{query}"


def _system(address: str) -> tuple[Any, str]:
    fsspec = needed("fsspec", "remote", f"What lies at {_scheme(address)}:// addresses")
    options: dict[str, Any] = {}
    if _scheme(address) in _WEB:
        aiohttp = needed("aiohttp", "remote", "The web")
        patience = aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_SECONDS, sock_read=_SILENT_SECONDS)
        options["client_kwargs"] = {"timeout": patience, "headers": {"Accept-Encoding": "identity"}}
    try:
        system, path = fsspec.core.url_to_fs(address, **options)
    except ImportError as error:
        raise InputError(f"{shown(address)}: {_said(error)}") from error
    except ValueError as error:
        raise InputError(f"{shown(address)}: addresses of this kind cannot be read: {_said(error)}") from error
    return system, path


def _is_input(path: str, folder: str) -> bool:
    parts = path.removeprefix(folder).split("/")
    return not any(part.startswith(".") for part in parts) and os.path.splitext(path)[1].lower() in known_suffixes()  # noqa: PTH122


def _scheme(address: str) -> str:
    return address.partition("://")[0].lower()


def _said(error: Exception) -> str:
    said = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}{': ' if said else ''}{said}"
