"""Where a way that is to be watched begins: a guess is often the answer already, and from there is nothing to see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mvcalc_cli.commands.fits.answer import Fitted
    from mvcalc_cli.commands.fits.question import Asked
    from mvcalc_cli.commands.fits.run import Run
    from mvcalc_cli.commands.inputs import Reader

# Of the estimates: parameters in which the model is linear may begin far away, the others must not leave their valley.
_LINEAR: Final = 0.5
_CURVED: Final = 1.05


def from_afar(reader: Reader, asked: Asked, source: Any, run: Run) -> Asked:
    """The question with a start that lies away from the answer, unless --start gives one."""
    from mvcalc_cli.commands.fits.answer import fitted
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.language.tree import as_variable
    from mvcalc_cli.numeric.fit.rounding import significant

    if asked.start:
        return asked
    found = fitted(reader, asked, source, run._replace(max_steps=None))
    if not found.converged or (found.solution.method == "qr" and run.methods == ("auto",)):
        return asked
    start = {name: float(f"{value:.3g}") for name, value in _moved(found).items()}
    values = ",".join(f"{line(as_variable(name))}={significant(value, 3)}" for name, value in start.items())
    reader.note(f"the way begins away from the answer, to be seen; another start: --start {values}")
    return asked._replace(start=start)


def _moved(found: Fitted) -> dict[str, float]:
    """The estimates, moved, within their bounds."""
    moved = {}
    for name, value in found.free.items():
        factor = _LINEAR if name in found.model.linear_in else _CURVED
        low, high = found.asked.bounds.get(name, (float("-inf"), float("inf")))
        moved[name] = min(max(value * factor if value else 1.0, low), high)
    return moved
