"""The language: text -> Tree (`parse`), Tree -> text (`printers`), and the Tree itself.

Only the standard library; nothing here evaluates a text as code.
"""

from __future__ import annotations

from mvcalc_cli.language.parser import MAX_LENGTH as MAX_LENGTH
from mvcalc_cli.language.parser import Parsed as Parsed
from mvcalc_cli.language.parser import parse as parse
from mvcalc_cli.language.points import parse_names as parse_names
from mvcalc_cli.language.points import parse_point as parse_point
from mvcalc_cli.language.reading import Note as Note
from mvcalc_cli.language.tree import Tree as Tree
