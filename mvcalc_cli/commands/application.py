"""The Typer command of one row of the table, built when it is asked for.

Typer converts and checks values and applies defaults; the rule of the command line (`arguments.py`), the words of
mistakes and the help page are ours. Importing this module costs the 50 ms of Typer: the worker gets ready meanwhile.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand

from mvcalc_cli.commands.arguments import read_line
from mvcalc_cli.commands.options import Option
from mvcalc_cli.commands.signature import REQUIRED, Parameter
from mvcalc_cli.errors import InputError, MvcalcError, Place


class RuledCommand(TyperCommand):
    """A Typer command under our rule of what is an option."""

    declared: tuple[Parameter, ...] = ()

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the arguments into a form without choices before Typer reads them."""
        line = read_line(args, self.declared, str(self.name))
        return super().parse_args(ctx, line.arguments())


def application(name: str, parameters: tuple[Parameter, ...]) -> RuledCommand:
    """The Typer command; invoked, it returns the values of its parameters."""

    def values(**given: object) -> dict[str, object]:
        return given

    values.__signature__ = inspect.Signature([_typer_parameter(one) for one in parameters])  # type: ignore[attr-defined]
    app = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)
    app.command(name, cls=RuledCommand, add_help_option=False)(values)
    command = typer.main.get_command(app)
    assert isinstance(command, RuledCommand)
    command.declared = parameters
    return command


def values_of(
    name: str,
    parameters: tuple[Parameter, ...],
    arguments: Sequence[str],
    defaults: Mapping[str, object],
    sources: Mapping[str, str],
) -> dict[str, Any]:
    """What the arguments say, converted: Python name -> value.

    Args:
        name: The command.
        parameters: What it takes.
        arguments: What was typed after its name.
        defaults: Values from the environment and the configuration file, as texts.
        sources: Where each of these came from.

    Raises:
        InputError: For a value that does not fit.
    """
    command = application(name, parameters)
    try:
        found = command.main(
            list(arguments), prog_name=f"mvcalc {name}", standalone_mode=False, default_map=dict(defaults)
        )
    except typer.TyperException as problem:
        raise _mistake(problem, parameters, arguments, name, sources) from None
    return {one.name: _checked(one, found[one.name]) for one in parameters}


def _typer_parameter(parameter: Parameter) -> inspect.Parameter:
    option = parameter.option
    kind: Any = Literal[parameter.choices] if parameter.choices else parameter.kind
    kind = list[kind] if parameter.many else kind
    if option is None:
        info: Any = typer.Argument(metavar=parameter.title)
    else:
        names = [names for names in option.names if "/" in names or names.startswith("--")]
        info = typer.Option(*names, min=option.minimum, max=option.maximum)
    default = inspect.Parameter.empty if parameter.default is REQUIRED else parameter.default
    kind = kind | None if default is None else kind
    return inspect.Parameter(
        parameter.name, inspect.Parameter.KEYWORD_ONLY, annotation=Annotated[kind, info], default=default
    )


def _checked(parameter: Parameter, value: Any) -> Any:
    """A list as a tuple; what Typer lets through and nobody can mean is refused."""
    if isinstance(value, float) and not abs(value) < float("inf"):
        raise InputError(f"{parameter.title} needs a finite number, not {value}")
    return tuple(value or ()) if parameter.many else value


def _mistake(
    problem: Exception,
    parameters: Sequence[Parameter],
    arguments: Sequence[str],
    command: str,
    sources: Mapping[str, str],
) -> MvcalcError:
    """Typer's complaint in our words: which option, what it needs, what it was given."""
    name = getattr(getattr(problem, "param", None), "name", None)
    parameter = next((one for one in parameters if one.name == name), None)
    if parameter is None:
        return InputError(f"{str(problem).rstrip('.')}", hint=f"mvcalc {command} --help")
    given = read_line(arguments, parameters, command).typed(parameters).get(parameter.name)
    message = f"{parameter.title} needs {_needed(parameter)}"
    if given is None:
        return InputError(message, hint=f"it is set in {sources.get(parameter.name, 'the settings')}")
    text = ", ".join(given) if isinstance(given, list) else str(given)
    return InputError(message, place=Place(text, 0, len(text), parameter.title), hint=_nearest(parameter, text))


def _needed(parameter: Parameter) -> str:
    if parameter.choices:
        return f"one of {', '.join(parameter.choices)}"
    if parameter.is_flag:
        return "yes or no"
    words = {int: "a whole number", float: "a number"}.get(parameter.kind, "a text")
    option = parameter.option or Option()
    if option.minimum is not None and option.maximum is not None:
        return f"{words} from {option.minimum} to {option.maximum}"
    return f"{words} of at least {option.minimum}" if option.minimum is not None else words


def _nearest(parameter: Parameter, text: str) -> str | None:
    from mvcalc_cli.language.names import nearest

    near = nearest(text, parameter.choices)
    return f"did you mean {near}?" if near else None
