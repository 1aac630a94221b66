"""The rule of the command line: what is an option, and what is an expression.

An argument is an option only if it starts with `--` or is exactly one of the command's own short options: no
bundling, no glued values. Everything else is an expression or a value, `-x^2`, `-x` and `--at -1,2` included.
`normalise` puts a command line into a form that leaves Typer no choice, and tells every mistake that needs no
conversion of values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mvcalc_cli.commands.signature import REQUIRED, Parameter
from mvcalc_cli.errors import InputError


class Line(NamedTuple):
    """A command line, understood.

    Attributes:
        options: Each option given: its parameter, the way it was spelled, its value (None for a flag).
        positionals: The rest, in order.
    """

    options: tuple[tuple[Parameter, str, str | None], ...]
    positionals: tuple[str, ...]

    def arguments(self) -> list[str]:
        """The same in a form without choices: `--long=value`, `--flag`, `--`, then the positionals."""
        given = [spelled if value is None else f"{spelled}={value}" for _, spelled, value in self.options]
        return [*given, "--", *self.positionals]

    def typed(self, parameters: Sequence[Parameter]) -> dict[str, object]:
        """What was typed for the parameters: name -> text, list of texts, or True for a flag."""
        found: dict[str, object] = {}
        for parameter, values in assigned(self.positionals, parameters):
            found[parameter.name] = list(values) if parameter.many else values[0]
        for parameter, spelled, value in self.options:
            if parameter not in parameters:
                continue
            if value is None:
                found[parameter.name] = parameter.affirmed(spelled)
            elif parameter.many:
                texts = found.setdefault(parameter.name, [])
                assert isinstance(texts, list)
                texts.append(value)
            else:
                found[parameter.name] = value
        return found


def read_line(arguments: Sequence[str], parameters: Sequence[Parameter], command: str) -> Line:
    """Tell options from expressions; raises InputError for what no option or argument can be."""
    spellings = _spellings(parameters)
    options: list[tuple[Parameter, str, str | None]] = []
    positionals: list[str] = []
    waiting = list(reversed(arguments))
    while waiting:
        argument = waiting.pop()
        if argument == "--":
            positionals += reversed(waiting)
            break
        if not (argument.startswith("--") or argument in spellings):
            positionals.append(argument)
            continue
        options.append(_option(argument, waiting, spellings, command))
        options += _further(options[-1], waiting, spellings)
    _refuse_doubles(options)
    line = Line(tuple(options), tuple(positionals))
    _refuse_wrong_number(line.positionals, parameters, command)
    return line


def _spellings(parameters: Iterable[Parameter]) -> dict[str, Parameter]:
    """Every way to write an option -> its parameter."""
    found: dict[str, Parameter] = {}
    for parameter in parameters:
        if parameter.option is not None:
            for names in parameter.option.names:
                found.update(dict.fromkeys(names.split("/"), parameter))
    return found


def _option(
    argument: str, waiting: list[str], spellings: dict[str, Parameter], command: str
) -> tuple[Parameter, str, str | None]:
    """The option at this place; takes its value from the arguments that wait."""
    word, equals, value = argument.partition("=")
    parameter = spellings.get(word)
    if parameter is None:
        raise _unknown(word, spellings, command)
    long = word if word.startswith("--") else parameter.title
    if parameter.is_flag:
        if equals:
            raise InputError(f"{word} takes no value", hint=f"{long} alone")
        return parameter, long, None
    if equals:
        return parameter, long, value
    if not waiting or _is_option(waiting[-1], spellings):
        raise _without_value(parameter, word)
    return parameter, long, waiting.pop()


def _further(
    given: tuple[Parameter, str, str | None], waiting: list[str], spellings: dict[str, Parameter]
) -> list[tuple[Parameter, str, str | None]]:
    """The further values of an option that takes several: all up to the next option."""
    parameter, spelled, _ = given
    found: list[tuple[Parameter, str, str | None]] = []
    while parameter.option and parameter.option.several and waiting:
        if waiting[-1].startswith("--") or _is_option(waiting[-1], spellings):
            break
        found.append((parameter, spelled, waiting.pop()))
    return found


def _is_option(argument: str, spellings: dict[str, Parameter]) -> bool:
    return argument == "--" or argument.partition("=")[0] in spellings


def _unknown(word: str, spellings: Iterable[str], command: str) -> InputError:
    from mvcalc_cli.commands.synonyms import looks_like_an_expression, option_meant

    meant, everything = option_meant(word, tuple(spellings)), f"all options: mvcalc {command} --help"
    if meant is None and not looks_like_an_expression(word):
        return InputError(f"no such option: {word}", hint=everything)
    hint = f"did you mean {meant}?" if meant else f"an expression that starts with -- follows a lone --: -- '{word}'"
    return InputError(f"no such option: {word}", hint=hint, aside=everything)


def _without_value(parameter: Parameter, word: str) -> InputError:
    option = parameter.option
    assert option is not None
    hint = " ".join((parameter.title, option.metavar)) + (f": {option.help}" if option.help else "")
    return InputError(f"{word} needs a value", hint=hint)


def _refuse_doubles(options: Iterable[tuple[Parameter, str, str | None]]) -> None:
    """A value given twice is a mistake: which one was meant is anybody's guess."""
    seen: dict[str, str | None] = {}
    for parameter, spelled, value in options:
        if value is not None and not parameter.many and seen.setdefault(parameter.name, value) != value:
            raise InputError(f"{spelled} is given twice: {seen[parameter.name]} and {value}", hint="give it once")


def _refuse_wrong_number(texts: Sequence[str], parameters: Sequence[Parameter], command: str) -> None:
    """Each required argument is there, and nothing is left over."""
    arguments = [parameter for parameter in parameters if parameter.option is None]
    missing = [one for one in arguments if one.default is REQUIRED][len(texts) :]
    if missing:
        from mvcalc_cli.commands.registry import COMMANDS

        known = COMMANDS.get(command)
        example = known.examples[0][0] if known and known.examples else f"mvcalc {command} --help"
        raise InputError(f"{missing[0].title} is missing", hint=f"for example: {example}")
    if len(texts) > len(arguments) and not any(one.many for one in arguments):
        from mvcalc_cli.commands.synonyms import stray

        extra = " ".join(texts[len(arguments) :])
        hint = stray(texts, len(arguments), tuple(_spellings(parameters)), command)
        many = "one argument" if len(texts) == len(arguments) + 1 else "arguments"
        raise InputError(f"{many} too many: {extra}", hint=hint)


def assigned(texts: Sequence[str], parameters: Iterable[Parameter]) -> list[tuple[Parameter, tuple[str, ...]]]:
    """Which argument takes which texts: one each, and what is left over to the one that takes many."""
    arguments = [parameter for parameter in parameters if parameter.option is None]
    spare = len(texts) - len(arguments)
    found: list[tuple[Parameter, tuple[str, ...]]] = []
    place = 0
    for argument in arguments:
        count = 1 + max(0, spare) if argument.many else 1
        if texts[place : place + count]:
            found.append((argument, tuple(texts[place : place + count])))
        place += count
    return found
