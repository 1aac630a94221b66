"""A range that is none, as it should have been typed: 0...1, [0, 1], 0-1, from 0 to 1. Only mistakes import this."""

from __future__ import annotations

import re
from typing import Final

from mvcalc_cli.errors import InputError, Place

_NAME: Final = r"(?P<name>[^\W\d_]\w{0,9})"
_LOW, _HIGH = r"(?P<low>[^,;<>=]{1,30}?)", r"(?P<high>[^,;<>=]{1,30}?)"
_LEAD: Final = rf"\s*(?:{_NAME}\s*(?:=|∈|\bin\b|\bfrom\b|(?=[\[(]))\s*)?(?:from\s+)?"
# The ways to write "from low to high", the clearest first.
_WAYS: Final = (
    rf"{_LEAD}[\[(]?\s*{_LOW}\s*(?:\.{{2,}}|…)\s*{_HIGH}\s*(?:[\])]?|(?:\.{{2,}}|…).*)\s*",
    rf"{_LEAD}[\[(]\s*{_LOW}\s*[,;:]\s*{_HIGH}\s*[\])]\s*",
    rf"\s*{_LOW}\s*(?:<=|<|≤)\s*{_NAME}\s*(?:<=|<|≤)\s*{_HIGH}\s*",
    rf"{_LEAD}{_LOW}\s+(?:to|until|till|bis)\s+{_HIGH}\s*",
    rf"{_LEAD}{_LOW}\s*[–:,]\s*{_HIGH}\s*",
    rf"{_LEAD}(?P<low>-?[^-<>=]{{1,30}}?)\s*-\s*(?P<high>-?[^-<>=]{{1,30}}?)\s*",
)
_LONGEST: Final = 80  # in longer texts no typo is looked for
_MARKS: Final = r"\.{3,}|…"


def not_a_range(place: Place, name: str = "x") -> InputError:
    """The mistake: what is wrong with it, and the same as a range; `name` is the variable where none is typed."""
    part, argument = place.text[place.start : place.end], place.argument or "--over"
    marks = re.search(_MARKS, part)
    if marks is not None:
        place = place._replace(start=place.start + marks.start(), end=place.start + marks.end())
    message = "between the ends of a range stand two points" if marks else "this is not a range"
    if not marks and part.count("..") > 1:
        message = "a range has two ends"
    meant = _meant(part, name) or _meant(place.text, name)
    hint = f"write {argument} {meant}" if meant else f"write it as in {argument} x=0..1"
    return InputError(message, hint=hint, place=place)


def _meant(text: str, name: str) -> str:
    """`x=0..pi` for x=0...pi, x = [0, pi], 0 <= x <= pi; "" where no range can be seen.

    >>> _meant("x=0...pi", "x"), _meant("x=0..pi..2", "x"), _meant("0-1", "t"), _meant("x=0", "x")
    ('x=0..pi', 'x=0..pi', 't=0..1', '')
    """
    text = " ".join(text.split())
    for way in _WAYS if len(text) <= _LONGEST else ():
        found = re.fullmatch(way, text)
        if found and all(end.isprintable() and any(map(str.isalnum, end)) for end in found.group("low", "high")):
            return f"{found['name'] or name}={found['low'].strip()}..{found['high'].strip('. ')}"
    return ""
