"""The columns of a table as names of the language: `height (cm)` is height_cm in a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.errors import FileError, InputError, Place
from mvcalc_cli.language.names import CONSTANTS, GREEK_LETTERS, is_name, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.language.tree import Tree

# Columns that a message names.
_NAMED = 8


class Columns(NamedTuple):
    """The columns of one table.

    Attributes:
        file: What the table is called in messages.
        headers: As the file has them.
        names: The same as names of the language, each its own.
    """

    file: str
    headers: tuple[str, ...]
    names: tuple[str, ...]

    def header(self, name: str) -> str:
        """The header of the column that a formula calls by this name."""
        return self.headers[self.names.index(name)]

    def named(self, text: str) -> str | None:
        """The name of a column that is typed as its header or as its name; None where there is none."""
        text = text.strip()
        if text in self.headers:
            return self.names[self.headers.index(text)]
        return text if text in self.names else None

    def listed(self) -> str:
        """x, y and height_cm: for a message."""
        shown = [_shown(*pair) for pair in zip(self.headers[:_NAMED], self.names, strict=False)]
        more = f" … ({len(self.headers):,} in all)" if len(self.headers) > _NAMED else ""
        return f"{', '.join(shown)}{more}"

    def missing(self, name: str, place: Place | None) -> InputError | FileError:
        """The mistake about a name that is no column, with the nearest that is one."""
        near = nearest(name, [*self.names, *self.headers]) if len(name) > 1 else None
        hint = f"did you mean {self.named(near)}?" if near else f"the columns are {self.listed()}"
        return FileError(f"{self.file} has no column {name}", hint=hint, place=place)

    def odd(self, used: Sequence[str]) -> list[str]:
        """What has to be said of the names among those used: that they differ from the header, or hide a constant."""
        found = [(header, name) for header, name in zip(self.headers, self.names, strict=True) if name in used]
        told = [f"the column '{header}' is called {name} in formulas" for header, name in found if header != name]
        hidden = [name for _, name in found if name in {"e", "i", *CONSTANTS}]
        return told + [f"{name} is the column {name} here{_instead(name)}" for name in hidden]


def _instead(name: str) -> str:
    return {"e": "; Euler's number is exp(1)", "pi": "; the number is acos(-1)"}.get(name, "")


def _shown(header: str, name: str) -> str:
    return name if header == name else f"{name} ('{header}')"


def columns(file: str, headers: Sequence[str]) -> Columns:
    """Names for the headers of a file.

    >>> columns("heights.csv", ["height (cm)", "2019", "σ", "x", "x'", "if"]).names
    ('height_cm', 'c2019', 'sigma', 'x', "x'", 'if_')
    """
    names: list[str] = []
    for place, header in enumerate(headers, 1):
        name = header if is_name(header) else _cleaned(header, place)
        number = 2
        base = name
        while name in names or (name != header and name in headers):
            name = f"{base}_{number}"
            number += 1
        names.append(name)
    return Columns(file, tuple(headers), tuple(names))


def _cleaned(header: str, place: int) -> str:
    """A header with all that no name has made one underscore.

    >>> _cleaned("Größe [m]", 1), _cleaned("%", 3)
    ('Grosse_m', 'c3')
    """
    spelled = "".join(GREEK_LETTERS.get(char, char) for char in header)
    if not spelled.isascii():
        import unicodedata

        spelled = unicodedata.normalize("NFKD", spelled.replace("ß", "ss").replace("²", "2").replace("³", "3"))
        spelled = "".join(char for char in spelled if not unicodedata.combining(char))
    kept = "".join(char if char.isascii() and char.isalnum() else " " for char in spelled)
    name = "_".join(kept.split())
    if not name:
        return f"c{place}"
    if name[0].isdigit():
        name = f"c{name}"
    return name if is_name(name) else f"{name}_"


def column_of(columns_: Columns, tree: Tree) -> str | None:
    """The column that an expression is, where it is one alone."""
    return str(tree.value) if tree.kind == "variable" and tree.value in columns_.names else None
