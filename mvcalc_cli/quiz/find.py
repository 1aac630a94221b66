"""Where banks are: beside the package, in the person's folder, in other packages, and where a path says."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from mvcalc_cli.errors import FileError, InputError
from mvcalc_cli.quiz.headings import Catalogue, Heading, for_learners, heading_of
from mvcalc_cli.quiz.nodes import BankError

_ENTRY_POINTS: Final = "mvcalc.quizzes"
_EXTENSIONS: Final = (".yaml", ".yml")


class Library(NamedTuple):
    """The banks that were found, and the files that are none.

    Attributes:
        banks: Their headings, by module, then by id; `headings.Shelf` opens them.
        broken: Files with mistakes, each as the error that names them all.
    """

    banks: tuple[Heading, ...]
    broken: tuple[BankError, ...]


def library(paths: Iterable[str] = (), environ: Mapping[str, str] | None = None) -> Library:
    """Every bank of the package, the person's folder, other packages, and of `paths` (files or folders).

    Raises:
        InputError: If two banks have one id.
        FileError: If one of `paths` cannot be read.
    """
    around = environ if environ is not None else os.environ
    catalogue = Catalogue(around)
    banks: dict[str, Heading] = {}
    broken: list[BankError] = []
    for path in _files(paths, around):
        try:
            bank = catalogue.heading(path)
        except BankError as mistakes:
            broken.append(mistakes)
            continue
        other = banks.get(bank.id)
        if other is not None and other.hash != bank.hash:
            raise InputError(f"two banks are called {bank.id}: {other.path} and {path}", hint="rename one of them")
        banks.setdefault(bank.id, bank)
    catalogue.keep()
    ordered = sorted(banks.values(), key=lambda bank: (bank.module or 99, bank.id))
    return Library(tuple(ordered), tuple(broken))


def choose(names: Iterable[str], found: Library) -> tuple[Heading, ...]:
    """The banks that are meant by an id, a path, or the number of a module; all for learners where none is named.

    Raises:
        InputError: For a name that is none of these, with the one that was probably meant.
        BankError: If a file that is named has mistakes.
    """
    chosen: dict[str, Heading] = {}
    for name in names:
        for bank in _meant(name, found):
            chosen[bank.id] = bank
    return tuple(chosen.values()) or for_learners(found.banks)


def _meant(name: str, found: Library) -> tuple[Heading, ...]:
    if name.endswith(_EXTENSIONS) or os.sep in name:
        from mvcalc_cli.quiz.bank import load

        return (heading_of(load(name)),)
    number = name.lower().removeprefix("module")
    if number.isdecimal():
        of_module = for_learners(tuple(bank for bank in found.banks if bank.module == int(number)))
        if not of_module:
            known = sorted({bank.module for bank in found.banks if bank.module})
            raise InputError(f"there is no bank for module {number}", hint=f"there are: {', '.join(map(str, known))}")
        return of_module
    for bank in found.banks:
        if bank.id == name:
            return (bank,)
    for mistakes in found.broken:
        if Path(mistakes.findings[0].path).stem == name:
            raise mistakes
    raise _unknown(name, found)


def _unknown(name: str, found: Library) -> InputError:
    from mvcalc_cli.language.names import nearest

    known = [bank.id for bank in found.banks]
    near = nearest(name, known)
    hint = f"did you mean {near}?" if near else f"there are: {', '.join(known)}; or the path of a .yaml file"
    return InputError(f"no bank is called {name}", hint=hint)


def _files(paths: Iterable[str], environ: Mapping[str, str]) -> list[str]:
    found: list[str] = []
    for folder in (_packaged(), _personal(environ), *_of_other_packages()):
        found += _in_folder(folder)
    for path in paths:
        if Path(path).is_dir():
            found += _in_folder(Path(path))
        elif not Path(path).exists():
            raise FileError(f"{path} cannot be read: no such file or directory")
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def _in_folder(folder: Path) -> list[str]:
    try:
        return sorted(str(path) for path in folder.iterdir() if path.suffix in _EXTENSIONS and path.is_file())
    except OSError:
        return []


def _packaged() -> Path:
    """quizzes/ in the wheel, or beside the package in an editable install."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "quizzes"
    return inside if inside.is_dir() else package.parent / "quizzes"


def _personal(environ: Mapping[str, str]) -> Path:
    """~/.config/mvcalc/quizzes, or where XDG_CONFIG_HOME says."""
    base = environ.get("XDG_CONFIG_HOME") or os.path.join(environ.get("HOME", os.path.expanduser("~")), ".config")
    return Path(base) / "mvcalc" / "quizzes"


def _of_other_packages() -> list[Path]:
    """Folders that other packages name by the entry point mvcalc.quizzes: a module whose folder holds banks."""
    if not _is_named():
        return []
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    folders = []
    for entry in entry_points(group=_ENTRY_POINTS):
        spec = find_spec(entry.module)  # located, not run: a bank needs no code
        if spec is not None and spec.submodule_search_locations:
            folders += [Path(place) for place in spec.submodule_search_locations]
    return folders


def _is_named() -> bool:
    """Whether any installed package names banks: importlib.metadata takes 20 ms only to be imported."""
    for folder in sys.path:
        try:
            names = [name for name in os.listdir(folder or ".") if name.endswith((".dist-info", ".egg-info"))]
        except OSError:
            continue
        for name in names:
            try:
                text = Path(folder, name, "entry_points.txt").read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):
                continue
            if _ENTRY_POINTS in text:
                return True
    return False
