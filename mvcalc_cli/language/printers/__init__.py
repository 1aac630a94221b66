"""Six notations for one Tree: plain, line, grid, latex, python, and wrap for long lines.

| notation | for | example |
|---|---|---|
| `plain` | pipes and JSON; SymPy reads it too | `2*x*sin(3*x) + 3*x**2*cos(3*x)` |
| `line` | the terminal, one line | `2x·sin(3x) + 3x²·cos(3x)` |
| `grid` | the terminal, fractions and exponents stacked | |
| `latex` | papers | `2 x \\sin{\\left(3 x \\right)} + …` |
| `python` | programs: a complete NumPy function | `def f(x): …` |
| `wrap` | `line` for results wider than the terminal | |

What plain and line print is read back to the same function by `language.parser`. A printer is loaded
when it is first asked for: a pipe never pays for `grid`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvcalc_cli.language.printers.grid import grid as grid
    from mvcalc_cli.language.printers.latex import latex as latex
    from mvcalc_cli.language.printers.line import line as line
    from mvcalc_cli.language.printers.plain import plain as plain
    from mvcalc_cli.language.printers.python import python as python
    from mvcalc_cli.language.printers.wrap import wrap as wrap


class _Printers(type(sys)):  # type: ignore[misc]  # type(sys) is ModuleType, without importing `types`
    """This package: when Python attaches a freshly loaded module, its printer is attached instead.

    `from mvcalc_cli.language.printers import plain` is thereby always the function, whoever imported
    the module of the same name before.
    """

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, getattr(value, name, value) if isinstance(value, type(sys)) else value)


sys.modules[__name__].__class__ = _Printers
