"""Settings: variables `MVCALC_*`, and `~/.config/mvcalc/config.toml`.

Every shared option but --save, --force and --let may be set, mostly under its name: `MVCALC_DIGITS=8`, or in the file

    [defaults]
    digits = 8
    hints = false        # the "next:" line (--no-next)
    color = false

Flags win over variables, variables over the file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from mvcalc_cli.commands.signature import Parameter
from mvcalc_cli.errors import FileError

FORMATS: Final = ("json", "plain", "latex", "python", "screen")
_LARGEST: Final = 100_000  # characters of a configuration file


class Settings(NamedTuple):
    """Defaults for options, as texts, and where each came from ("MVCALC_DIGITS", "config.toml:3")."""

    values: dict[str, object]
    sources: dict[str, str]


def settings(parameters: Iterable[Parameter], environ: Mapping[str, str], given: Iterable[str]) -> Settings:
    """What the environment and the configuration file say about these parameters.

    Args:
        parameters: A command's parameters.
        environ: The environment.
        given: Names of the options that were typed; a format among them silences every other.

    Raises:
        FileError: If the file cannot be read, or says what no option is.
    """
    typed = set(given)
    options = {one.option.setting: one for one in parameters if one.option and one.option.setting}
    found = Settings({}, {})
    for layer in (_from_environment(options, environ), _from_file(options, environ)):
        silenced = set(FORMATS) if typed.intersection(FORMATS) else set()
        for key, value in layer.values.items():
            name = options[key].name
            if name not in silenced:
                found.values.setdefault(name, value)
                found.sources.setdefault(name, layer.sources[key])
        typed |= set(layer.values)
    return found


def _from_environment(options: Mapping[str, Parameter], environ: Mapping[str, str]) -> Settings:
    found = Settings({}, {})
    for key in environ:
        name = key[7:].lower()
        if key.startswith("MVCALC_") and name in options and environ[key] != "":
            found.values[name] = environ[key]
            found.sources[name] = key
    return found


def config_path(environ: Mapping[str, str]) -> str:
    """Where the configuration file would be."""
    folder = environ.get("XDG_CONFIG_HOME") or ""
    if not os.path.isabs(folder):
        home = environ.get("HOME") or os.path.expanduser("~")
        folder = os.path.join(home, ".config")
    return os.path.join(folder, "mvcalc", "config.toml")


def may_declare(environ: Mapping[str, str]) -> bool:
    """Might a setting declare names, without which an expression cannot be read?"""
    return bool(environ.get("MVCALC_VARS")) or os.path.exists(config_path(environ))


def _from_file(options: Mapping[str, Parameter], environ: Mapping[str, str]) -> Settings:
    path = config_path(environ)
    if not os.path.exists(path):
        return Settings({}, {})
    from mvcalc_cli.commands.files import read_text

    text = read_text(path, _LARGEST)
    defaults = _defaults(text, path)
    found = Settings({}, {})
    for key, value in defaults.items():
        place = f"{path}:{_line_of(text, key)}"
        found.values[key] = _setting(key, value, place)
        found.sources[key] = place
    # A command has fewer options than the file may set: those of others are right, and not its own.
    return Settings({key: value for key, value in found.values.items() if key in options}, found.sources)


def _defaults(text: str, path: str) -> dict[str, Any]:
    import tomllib

    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise FileError(f"{path} is not a TOML file: {str(problem)[:1].lower()}{str(problem)[1:]}") from problem
    for name, table in tables.items():
        if name != "defaults" or not isinstance(table, dict):
            raise FileError(f"{path}:{_line_of(text, name)}: {name} is unknown there", hint="[defaults]")
    defaults: dict[str, Any] = tables.get("defaults", {})
    return defaults


def _setting(key: str, value: object, place: str) -> object:
    """A value of the file as Typer takes it; raises FileError for what is no setting."""
    from mvcalc_cli.commands.signature import shared_parameters
    from mvcalc_cli.language.names import nearest

    known = {one.option.setting: one for one in shared_parameters(True) if one.option and one.option.setting}
    if key not in known:
        near = nearest(key, known)
        hint = f"did you mean {near}?" if near else f"settings: {', '.join(known)}"
        raise FileError(f"{place}: {key} is no setting", hint=hint)
    right = isinstance(value, bool) == known[key].is_flag and isinstance(value, (bool, int, float, str))
    if not right:
        needed = "true or false" if known[key].is_flag else "a number or a text"
        raise FileError(f"{place}: {key} needs {needed}")
    return value if isinstance(value, bool) else str(value)


def _line_of(text: str, key: str) -> int:
    """The line of the file where a key is set."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip().strip("[]").lstrip("\"'").startswith(key):
            return number
    return 1
