"""What parameters a command has: read from the signature of its `report` function."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from mvcalc_cli.commands.options import LIMITS, READING, Argument, Option, Shared

if TYPE_CHECKING:
    from mvcalc_cli.commands.registry import Command

REQUIRED: Final = object()


class Parameter(NamedTuple):
    """One argument or option of a command.

    Attributes:
        name: Its name in Python.
        marker: How it is written, and its help.
        kind: The type of one value: str, int, float or bool.
        many: Whether it takes any number of values.
        default: `REQUIRED` where a value must be given.
        choices: The words it allows; none: any.
    """

    name: str
    marker: Option | Argument
    kind: type
    many: bool
    default: Any
    choices: tuple[str, ...]

    @property
    def option(self) -> Option | None:
        """The marker of an option; None for a positional argument."""
        return self.marker if isinstance(self.marker, Option) else None

    @property
    def is_flag(self) -> bool:
        """Whether it takes no value."""
        return self.kind is bool

    @property
    def takes_stream(self) -> bool:
        """Whether `-` in its place is standard input as a whole."""
        return isinstance(self.marker, Argument) and self.marker.stream

    def affirmed(self, spelled: str) -> bool:
        """Whether a flag is set by this spelling: by --check and --absolute; not by --no-check and --relative."""
        pairs = [names.split("/") for names in self.option.names] if self.option else []
        return not any(spelled in pair[1:] for pair in pairs)

    @property
    def title(self) -> str:
        """How a person calls it: "--wrt", or "EXPR"."""
        return self.marker.metavar if isinstance(self.marker, Argument) else self.marker.names[0].split("/")[0]


def parameters(command: Command) -> tuple[Parameter, ...]:
    """A command's own parameters, then the shared ones that concern it."""
    return own_parameters(command.load()) + shared_parameters(command.engine != "none")


def own_parameters(function: Callable[..., object]) -> tuple[Parameter, ...]:
    """The parameters of a `report` function after its first, the reader."""
    code = function.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount][1:]
    positional = function.__defaults__ or ()
    last = code.co_varnames[code.co_argcount - len(positional) : code.co_argcount]
    defaults = dict(zip(last, positional, strict=True))
    defaults.update(function.__kwdefaults__ or {})
    # The reader and the report are annotated with names that only type checkers import.
    own = types.SimpleNamespace(__annotations__={name: function.__annotations__[name] for name in names})
    return _read(get_type_hints(own, function.__globals__, include_extras=True), defaults)


def shared_parameters(calculates: bool) -> tuple[Parameter, ...]:
    """The shared options; a command that calculates nothing has those of output alone."""
    found = _read(get_type_hints(Shared, include_extras=True), vars(Shared))
    if calculates:
        return found
    return tuple(one for one in found if one.option and one.option.group not in (READING, LIMITS))


def _read(hints: Mapping[str, Any], defaults: Mapping[str, Any]) -> tuple[Parameter, ...]:
    return tuple(_parameter(name, hint, defaults.get(name, REQUIRED)) for name, hint in hints.items())


def _parameter(name: str, hint: Any, default: Any) -> Parameter:
    marker = next(part for part in hint.__metadata__ if isinstance(part, (Option, Argument)))
    kind, many = _without_none(hint.__origin__), False
    if get_origin(kind) is tuple:
        kind, many = get_args(kind)[0], True
    choices: tuple[str, ...] = ()
    if get_origin(kind) is Literal:
        kind, choices = str, get_args(kind)
    return Parameter(name, marker, kind, many, default, choices)


def _without_none(kind: Any) -> Any:
    """The type itself of `T | None`."""
    if get_origin(kind) in (types.UnionType, Union):
        return next(part for part in get_args(kind) if part is not type(None))
    return kind
