"""How far a long fit is: one line on stderr, for a person who watches."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.numeric.fit.progress import Watch

_CLEAR: Final = "\x1b[K"
_BAR: Final = 24
# Seconds before anything is shown, and between two lines.
_PATIENCE: Final = 1.0
_BETWEEN: Final = 0.1


class watching:  # noqa: N801 - it is used as a function: with watching(reader) as watch
    """What is told of progress, shown while the block runs and gone afterwards.

    Nothing is shown in the first second, and nothing to anybody who does not watch: the watch is None then.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._shown = False
        self._next = time.monotonic() + _PATIENCE

    def __enter__(self) -> Watch | None:
        wanted = self._reader.watched and not self._reader.output.quiet
        return self._show if wanted else None

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._reader.live(f"\r{_CLEAR}")

    def _show(self, done: int, total: int, what: str) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next, self._shown = now + _BETWEEN, True
        errors = self._reader.errors
        ascii, width = (errors.ascii, errors.width) if errors is not None else (True, 80)
        self._reader.live(f"\r{text(done, total, what, ascii=ascii)[: width - 1]}{_CLEAR}")


def text(done: int, total: int, what: str, *, ascii: bool = False) -> str:
    """The line itself.

    >>> text(3_000_000, 10_000_000, "read big.csv")
    '  read big.csv   ███████░░░░░░░░░░░░░░░░░   30 %'
    >>> text(12, 0, "step", ascii=True)
    '  step   12'
    """
    if total <= 0:
        return f"  {what}   {done:,}"
    share = min(1.0, done / total)
    full = round(share * _BAR)
    on, off = ("#", ".") if ascii else ("█", "░")
    return f"  {what}   {on * full}{off * (_BAR - full)}   {100 * share:.0f} %"
