"""Why an input is not read, as errors that a reader raises: each becomes the outcome of that input alone."""

from importlib import import_module
from types import ModuleType

from q7x2_etl.errors import InputError


class RefusedError(InputError):
    """The input as a whole is unreadable; the message is the reason, in one line."""


class DamagedError(RefusedError):
    """The input breaks off or is damaged: what was read before it counts, the rest is lost."""


class TooLargeError(RefusedError):
    """The input is larger, or unpacks to more, than a limit allows."""


class NoSuchColumnError(RefusedError):
    """A table lacks a column that is needed; the message names the columns found."""


class MissingExtraError(RefusedError):
    """The format needs a package that is an extra and is not installed."""


def needed(module: str, extra: str, what: str) -> ModuleType:
    """The module, imported now; MissingExtraError, which names the extra to install, where it is not there.

    needed("pypdf", "pdf", "PDF")
    """
    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise MissingExtraError(
            f"{what} is read with the package {package}, which is not here ({error}); "
            f"install it: pip install 'q7x2-etl[{extra}]'"
        ) from error
