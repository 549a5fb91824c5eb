"""Commands that take settings: their flags are made from the settings themselves, said once for all commands."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from q7x2_etl.cli.logs import set_up_logs
from q7x2_etl.settings import SPECS, Spec, read_settings

_CONFIG = typer.Option(
    "--config", metavar="FILE", help="Read settings from this file, not from q7x2.toml here or in the warehouse."
)


def takes(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the flags of these settings, and `--config`.

    The command is called with `resolved`: the settings, in which a file and the environment have a say too, each with
    its origin. The logs are set up by then.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        def run(**given: Any) -> None:
            chosen = {name: given.pop(name) for name in names}
            resolved = read_settings(chosen, given.pop("config"), flags=True)
            set_up_logs(resolved.settings.log_format, resolved.settings.quiet)
            command(resolved=resolved, **given)

        own = [p for p in inspect.signature(command).parameters.values() if p.name != "resolved"]
        parameters = [*own, *(_flag(SPECS[name]) for name in names), _parameter("config", Path | None, _CONFIG)]
        run.__name__, run.__doc__ = command.__name__, command.__doc__
        # typer reads a command's options off its signature and annotations.
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in parameters}
        return run

    return decorate


def _flag(spec: Spec) -> inspect.Parameter:
    """The flag of one setting. Its value is read as the variable's is, so that every mistake is answered alike."""
    if spec.default is False:
        names = f"{spec.flag}/--no-{spec.flag.removeprefix('--')}"
        return _parameter(spec.name, bool | None, typer.Option(names, help=spec.about, show_default=False))
    default = "" if spec.default is None else f"  [default: {spec.default}]"
    metavar = f"<{spec.kind.metavar}>" if spec.kind.words else spec.kind.metavar
    option = typer.Option(spec.flag, metavar=metavar, help=spec.about + default)
    return _parameter(spec.name, str | None, option)


def _parameter(name: str, kind: Any, option: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind, option])
