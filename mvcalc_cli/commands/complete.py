"""What may stand at the cursor: commands, options, their values, and the variables of the expression.

Shells ask `mvcalc __complete SHELL LINE` with the line up to the cursor, and get one candidate on each line, for fish
with its meaning after a TAB.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from mvcalc_cli.commands.registry import COMMANDS, FAMILIES, members, named
from mvcalc_cli.commands.signature import Parameter, parameters
from mvcalc_cli.errors import MvcalcError

KINDS: Final = ("real", "positive", "integer", "complex")
_BREAKS: Final = "=:"  # where bash begins a new word inside what we call one


class Typed(NamedTuple):
    """A command line up to the cursor: its finished words, the word at the cursor, and whether that is quoted."""

    words: tuple[str, ...]
    current: str
    quoted: bool


class _State(NamedTuple):
    """What the finished words of a command say."""

    waiting: Parameter | None
    positionals: tuple[str, ...]
    given: frozenset[str]
    declared: str


Candidates = list[tuple[str, str]]


def complete(arguments: Sequence[str]) -> str:
    """The answer to a shell: `arguments` are its name and the line up to the cursor."""
    shell, line = [*arguments, "", ""][:2]
    typed = split(line)
    found = [(text, told) for text, told in candidates(typed) if text.startswith(typed.current)]
    if shell == "fish":
        return "".join(f"{text}\t{told}\n" if told else f"{text}\n" for text, told in found)
    cut = 0
    if shell == "bash" and not typed.quoted:
        cut = max(typed.current.rfind(char) for char in _BREAKS) + 1
    return "".join(f"{text[cut:]}\n" for text, _ in found)


def split(line: str) -> Typed:
    """The words of a shell's line, quotation marks taken off.

    >>> split("mvcalc diff 'x^2 y' --at x=")
    Typed(words=('mvcalc', 'diff', 'x^2 y', '--at'), current='x=', quoted=False)
    """
    words: list[str] = []
    word, begun, quote, quoted = "", False, "", False
    rest = iter(line)
    for char in rest:
        if quote:
            if char == quote:
                quote = ""
            else:
                word += next(rest, "") if char == "\\" and quote == '"' else char
        elif char in "'\"":
            quote, begun, quoted = char, True, True
        elif char == "\\":
            word, begun = word + next(rest, ""), True
        elif char.isspace():
            if begun:
                words.append(word)
            word, begun, quoted = "", False, False
        elif char in "|;&":
            words, word, begun, quoted = [], "", False, False
        else:
            word, begun = word + char, True
    return Typed(tuple(words), word, quoted)


def candidates(typed: Typed) -> Candidates:
    """What may stand at the cursor, with its meaning."""
    words = typed.words[1:]
    if not words:
        return [*_first_words(), ("--help", "what mvcalc can do"), ("--version", "")]
    if words[0] == "help":
        return [*_first_words(), ("options", "those that every command has")]
    if len(words) == 1 and words[0] in FAMILIES:
        return [(command.name.split()[1], command.summary) for command in members(words[0])]
    command, count = named(words)
    return [] if command is None else _of_command(parameters(command), words[count:], typed)


def _first_words() -> Candidates:
    """Commands and families of commands."""
    told = {**{command.name: command.summary for command in COMMANDS.values()}, **FAMILIES}
    return [(word, told[word]) for word in dict.fromkeys(name.split()[0] for name in COMMANDS)]


def _of_command(declared: Sequence[Parameter], words: Sequence[str], typed: Typed) -> Candidates:
    """Candidates after the name of a command."""
    spellings = {name: one for one in declared if one.option for names in one.option.names for name in names.split("/")}
    state = _read(words, spellings)
    if state.waiting is not None:
        return _values(state.waiting, typed.current, state, "")
    name, equals, value = typed.current.partition("=")
    if equals and name in spellings:
        return _values(spellings[name], value, state, name + "=")
    if typed.current.startswith("-") and not typed.quoted:
        return _options(declared, state)
    found = _arguments(declared, typed.current, state)
    return found or ([] if typed.current or typed.quoted else _options(declared, state))


def _read(words: Sequence[str], spellings: Mapping[str, Parameter]) -> _State:
    """Go through the finished words as the launcher will."""
    waiting: Parameter | None = None
    positionals: list[str] = []
    given: set[str] = set()
    declared = ""
    for word in words:
        name, equals, value = word.partition("=")
        if waiting is not None:
            declared = word if waiting.name == "vars" else declared
            waiting = None
        elif name in spellings:
            parameter = spellings[name]
            given.add(parameter.name)
            waiting = None if equals or parameter.is_flag else parameter
            declared = value if equals and parameter.name == "vars" else declared
        else:
            positionals.append(word)
    return _State(waiting, tuple(positionals), frozenset(given), declared)


def _options(declared: Iterable[Parameter], state: _State) -> Candidates:
    found: Candidates = []
    for parameter in declared:
        option = parameter.option
        if option is None or (parameter.name in state.given and not parameter.many):
            continue
        names = [name for names in option.names for name in names.split("/") if name.startswith("--")]
        found += [(name, option.help) for name in names]
    return [*found, ("--help", "examples and options")]


def _arguments(declared: Iterable[Parameter], current: str, state: _State) -> Candidates:
    """Words for the positional argument at the cursor."""
    arguments = [parameter for parameter in declared if parameter.option is None]
    if not arguments or (len(state.positionals) >= len(arguments) and not arguments[-1].many):
        return []
    parameter = arguments[min(len(state.positionals), len(arguments) - 1)]
    if parameter.marker.complete == "command":
        return [(command.name, command.summary) for command in COMMANDS.values()]
    return _values(parameter, current, state, "")


def _values(parameter: Parameter, current: str, state: _State, before: str) -> Candidates:
    """Values for an option or argument; `before` stands in front of them in the same word."""
    kind = parameter.marker.complete
    name, at, path = current.rpartition("@")
    if at and name[-1:] in ("", "="):
        found = [f"{name}@{file}" for file in _files(path)]
    elif isinstance(kind, tuple) or parameter.choices:
        found = list(parameter.choices or kind)
    elif kind == "file":
        found = _files(current)
    else:
        head, comma, last = current.rpartition(",")
        before += head + comma
        found = _named(kind, head, last, state)
    return [(before + text, "") for text in found]


def _named(kind: str, head: str, last: str, state: _State) -> list[str]:
    """Values that are made of the names of variables; `last` is what stands after the last comma, `head` before."""
    if kind == "variables":
        return list(_variables(state))
    if kind == "point" and "=" not in last:
        used = {part.partition("=")[0].strip() for part in head.split(",")}
        return [f"{name}=" for name in _variables(state) if name not in used]
    if kind == "declare":
        name, colon, _ = last.partition(":")
        return [f"{name}:{word}" for word in KINDS] if colon else [f"{name}:" for name in _variables(state)]
    return []


def _variables(state: _State) -> tuple[str, ...]:
    """The variables of the expressions typed so far; none where they cannot be read yet."""
    from mvcalc_cli.language.parser import parse
    from mvcalc_cli.language.points import parse_names
    from mvcalc_cli.language.tree import name_order, variables

    found: set[str] = set()
    try:
        names = parse_names(state.declared) if state.declared else {}
    except MvcalcError:
        names = {}
    for text in state.positionals:
        try:
            found.update(variables(parse(text, names=names).tree))
        except MvcalcError:
            continue
    return tuple(sorted(found, key=name_order))


def _files(start: str) -> list[str]:
    """Files and folders that begin so; a folder ends with a slash."""
    folder, _, name = start.rpartition("/")
    try:
        entries = sorted(os.scandir(f"{folder}/" if "/" in start else "."), key=lambda entry: entry.name)
    except OSError:
        return []
    front = f"{folder}/" if "/" in start else ""
    return [
        f"{front}{entry.name}{'/' if entry.is_dir() else ''}"
        for entry in entries
        if entry.name.startswith(name) and (name.startswith(".") or not entry.name.startswith("."))
    ]
