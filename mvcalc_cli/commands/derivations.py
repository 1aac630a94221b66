"""How the coefficients of a Taylor polynomial come about: a table of derivatives, or f(a), J(a), H(a)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mvcalc_cli.commands.screen import show_name, superscript

if TYPE_CHECKING:
    from mvcalc_cli.calculus.taylor_polynomial import Taylor
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Span

# Derivatives are written out while they are short (in columns); beyond, their values at the centre tell all.
_MOST_DERIVATIVES = 8
_LONGEST = 34
_PRIMES = ("", "′", "″", "‴")


def derivation(found: Taylor) -> tuple[list[Block], list[dict[str, object]]]:
    """The blocks of --steps, ending in the polynomial itself, and their JSON."""
    from mvcalc_cli.commands.polynomials import name_of
    from mvcalc_cli.report import Formula, Line, Span

    blocks, data = _of_one(found) if len(found.names) == 1 else _of_several(found)
    lead = Span(f"{name_of(found.order)} = ", "operator")
    return [Line(), *blocks, Line(), Formula(found.polynomial, (lead,))], data


def _of_one(found: Taylor) -> tuple[list[Block], list[dict[str, object]]]:
    """k, the k-th derivative, its value at the centre, the coefficient."""
    from mvcalc_cli.calculus.exact import as_tree
    from mvcalc_cli.language.printers import line, plain
    from mvcalc_cli.report import Line, Span, Table

    x, a = show_name(found.names[0]), line(found.centre[0])
    rows: list[tuple[Span, ...]] = []
    data: list[dict[str, object]] = []
    derivatives = _derivatives(found)
    for k in range(found.order + 1):
        value = found.terms.get((k,), 0)
        at, coefficient = as_tree(value * math.factorial(k)), as_tree(value)  # type: ignore[arg-type]
        derivative = derivatives[k] if k < len(derivatives) else None
        divided = f" / {k}!" if k > 1 else ""
        rows.append(
            (
                Span(_name(k), "operator"),
                Span("…") if derivative is None else Span(derivative),
                Span(at),
                Span(divided.strip(), "secondary"),
                Span(coefficient, "answer"),
            )
        )
        entry = {
            "k": k,
            "rule": _rule(k, plain(found.centre[0])),
            "value": plain(at),
            "coefficient": plain(coefficient),
        }
        data.append({**entry, "derivative": None if derivative is None else plain(derivative)})
    formula = f"Tₙ = Σ f⁽ᵏ⁾({a})/k! · {_distance(found)}ᵏ"
    table = Table(("k", f"derivative at {x}", f"at {a}", "", "coefficient"), tuple(rows), "llrlr")
    return [Line((Span(formula, "secondary"),), indent=4), Line(), table], data


def _distance(found: Taylor) -> str:
    from mvcalc_cli.language.printers import line

    shown = line(found.distances[0])
    return shown if found.distances[0].kind == "variable" else f"({shown})"


def _name(k: int) -> str:
    return f"f{_PRIMES[k]}" if k < len(_PRIMES) else f"f⁽{superscript(k)}⁾"


def _rule(k: int, centre: str) -> str:
    """f''(0)/2!, f^(4)(0)/4!: which derivative at the centre gives the coefficient."""
    name = "f" + "'" * k if k < len(_PRIMES) else f"f^({k})"
    return f"{name}({centre})" + (f"/{k}!" if k > 1 else "")


def _derivatives(found: Taylor) -> list[Tree]:
    """f, f′, f″, … while they are short."""
    from mvcalc_cli.calculus.derivative import nth_derivative
    from mvcalc_cli.errors import MvcalcError
    from mvcalc_cli.language.printers import line

    shown = [found.tree]
    try:
        chain = nth_derivative(found.tree, (found.names[0],) * min(found.order, _MOST_DERIVATIVES))
    except MvcalcError:
        return shown
    for derivative in chain:
        if len(line(derivative.result)) > _LONGEST:
            break
        shown.append(derivative.result)
    return shown


def _of_several(found: Taylor) -> tuple[list[Block], list[dict[str, object]]]:
    """f(a) + J(a)·Δ + ½·Δᵀ·H(a)·Δ, and the values; parts of a higher degree one by one."""
    from mvcalc_cli.calculus.exact import as_tree
    from mvcalc_cli.language.printers import line, plain
    from mvcalc_cli.report import Line, Matrix, Span

    n = len(found.names)
    parts = ["f(a)", "J(a)·Δ", "½·Δᵀ·H(a)·Δ"][: found.order + 1]
    if found.order > 2:
        parts.append("Σ ∂ᵅf(a)/α! · Δᵅ")
    delta = ", ".join(line(part) for part in found.distances)
    blocks: list[Block] = [Line((Span(f"{' + '.join(parts)}        Δ = ({delta})", "secondary"),), indent=4), Line()]
    value = as_tree(found.terms.get((0,) * n, 0))  # type: ignore[arg-type]
    blocks.append(Line((Span("f(a)", "operator"), Span(" = "), Span(value)), indent=4))
    constant = {"k": 0, "rule": "f(a)", "value": plain(value), "coefficient": plain(value), "derivative": None}
    data: list[dict[str, object]] = [constant]
    if found.order >= 1:
        row = tuple(_partial(found, (i,)) for i in range(n))
        blocks += [Line(), Matrix((row,), (Span("J(a)", "operator"), Span(" = ")))]
        data.append(_entry(1, [row]))
    if found.order >= 2:
        rows = tuple(tuple(_partial(found, (i, j)) for j in range(n)) for i in range(n))
        blocks += [Line(), Matrix(rows, (Span("H(a)", "operator"), Span(" = ")))]
        data.append(_entry(2, rows))
    return blocks, data


def _entry(k: int, rows: object) -> dict[str, object]:
    from mvcalc_cli.language.printers import plain

    text = "; ".join(", ".join(plain(entry) for entry in row) for row in rows)  # type: ignore[attr-defined]
    rule = ("f(a)", "J(a)", "H(a)")[k]
    return {"k": k, "rule": rule, "value": f"[{text}]", "coefficient": f"[{text}]", "derivative": None}


def _partial(found: Taylor, by: tuple[int, ...]) -> Tree:
    """A partial derivative at the centre: its coefficient times α!."""
    from mvcalc_cli.calculus.exact import as_tree

    exponents = tuple(by.count(place) for place in range(len(found.names)))
    factor = math.prod(math.factorial(k) for k in exponents)
    return as_tree(found.terms.get(exponents, 0) * factor)  # type: ignore[arg-type]
