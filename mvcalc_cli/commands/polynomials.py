"""A Taylor polynomial on the screen: in two dimensions where it fits, with the order of its error."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mvcalc_cli.commands.screen import show_name, superscript, verdict
from mvcalc_cli.report import Block, Formula, Line, Span, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvcalc_cli.calculus.check import Check
    from mvcalc_cli.calculus.taylor_polynomial import Taylor
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.symbolic.taylor import Order

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_INDENT = 4
# A polynomial of more terms is read more easily on one line.
_MOST_STACKED = 40
# Brackets around fractions grow; beyond this one line is clearer.
_TALLEST = 5


def name_of(order: int) -> str:
    """T₅."""
    return f"T{str(order).translate(_SUBSCRIPTS)}"


def head(found: Taylor, *, linear: bool) -> Line:
    """T₅   for   sin(x)   about x = 0"""
    return _head("L" if linear else name_of(found.order), found.tree, found)


def vector_head(tree: Tree, found: Taylor) -> Line:
    """The same for a vector of functions."""
    return _head(name_of(found.order), tree, found)


def _head(operator: str, tree: Tree, found: Taylor) -> Line:
    return Line((Span(operator, "operator"), Span("   for   "), Span(tree), Span(f"   about {found.where}")))


def answer_blocks(found: Taylor, width: int, *, ascii: bool, linear: bool) -> list[Block]:
    """The polynomial with + O(x⁷): stacked where it fits, else on lines."""
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.language.tree import size

    remainder = "" if linear else error_term(found)
    if len(found.names) == 1 and not linear and size(found.polynomial) <= 10 * _MOST_STACKED:
        stacked = _stacked(found.polynomial, remainder, width, ascii=ascii)
        if stacked is not None:
            return [Line(), *stacked]
    arguments = ", ".join(show_name(name) for name in found.names)
    lead = f"L({arguments}) = " if linear else f"{name_of(found.order)} = "
    if remainder and size(found.polynomial) < width and len(lead + line(found.polynomial) + remainder) + 2 <= width:
        spans = (Span(lead, "operator"), Span(found.polynomial, "answer"), Span(remainder, "secondary"))
        return [Line(), Line(spans, indent=2)]
    blocks: list[Block] = [Line(), Formula(found.polynomial, (Span(lead, "operator"),))]
    return [*blocks, Line((Span(remainder.strip(), "secondary"),), indent=_INDENT)] if remainder else blocks


def _stacked(polynomial: Tree, remainder: str, width: int, *, ascii: bool) -> list[Block] | None:
    from mvcalc_cli.language.printers import grid

    rows, base = grid(polynomial, ascii=ascii)
    wide = max(map(len, rows))
    if _INDENT + wide + len(remainder) + 1 > width or len(rows) > _TALLEST:
        return None
    blocks: list[Block] = []
    for place, row in enumerate(rows):
        tail = (Span(remainder, "secondary"),) if place == base and remainder else ()
        text = row.ljust(wide) if tail else row
        blocks.append(Line((Span(" " * _INDENT + text, "answer"), *tail)))
    return blocks


def error_term(found: Taylor) -> str:
    """+ O(x⁷), the degree of the next term where it is known; nothing for a polynomial that is all there is."""
    from mvcalc_cli.calculus.degree import degree_in
    from mvcalc_cli.language.printers import line

    degree = degree_in(found.tree, found.names)
    if degree is not None and degree <= found.order:
        return ""
    order = _power(found.error or Fraction(found.order + 1))
    if len(found.names) > 1:
        return f"  + O(|Δ|{order})"
    shown = line(found.distances[0])
    base = shown if found.distances[0].kind in {"variable", "component"} else f"({shown})"
    return f"  + O({base}{order})"


def _power(exponent: Fraction) -> str:
    """⁷, nothing for 1, ^(7/2)."""
    return superscript(exponent.numerator) if exponent.denominator == 1 else f"^({exponent})"


def term_data(found: Taylor) -> list[dict[str, object]]:
    """The terms in JSON: the powers of the distances, and the coefficient."""
    from mvcalc_cli.calculus.exact import as_tree

    return [
        {"powers": dict(zip(found.names, exponents, strict=True)), "coeff": as_tree(value)}
        for exponents, value in found.terms.items()
    ]


def radius_lines(found: Taylor, circle: Tree | None, outside: str = "") -> list[Block]:
    """The radius of convergence, where it is certain; and that the point of --at lies outside."""
    from mvcalc_cli.language.printers import line

    if circle is None:
        return []
    if circle.kind == "constant" and circle.value == "oo":
        return [
            Line(),
            Line((Span(f"the series converges for every {show_name(found.names[0])}", "secondary"),), indent=2),
        ]
    told = [Line((Span(f"{outside}: more terms make it worse"),), indent=2)] if outside else []
    return [Line(), Line((Span("radius of convergence ", "secondary"), Span(line(circle))), indent=2), *told]


def outside(found: Taylor, circle: Tree | None, point: Mapping[str, Tree]) -> str:
    """x = 2 lies outside, if it does: the series diverges there. Nothing for one on the edge, or too near to it."""
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.language.tree import INFINITY, add, call, negative
    from mvcalc_cli.symbolic.limits.coefficients import measured

    if circle is None or circle == INFINITY:
        return ""
    (name,), (centre,) = found.names, found.centre
    beyond = measured(add(call("abs", add(point[name], negative(centre))), negative(circle)))
    return f"{show_name(name)} = {line(point[name])} lies outside" if beyond is not None and beyond > 0 else ""


def closing(found: Taylor, measured: Order | None) -> list[Block]:
    """What the numeric check found, in words."""
    from mvcalc_cli.calculus.degree import degree_in

    if measured is None:
        return []
    if measured.check.verdict != "agrees":
        return [Line(), *verdict(measured.check)]
    degree = degree_in(found.tree, found.names)
    if degree is not None and degree <= found.order:
        return [Line(), Verdict(f"exact: a polynomial of degree {degree}")]
    if measured.measured is None:
        return [Line(), Verdict("f − T is 0 to the digits measured")]
    power = _power(Fraction(measured.measured).limit_denominator(6))
    return [Line(), Verdict(f"measured: the error falls like h{power} {_sides(found)}")]


def _sides(found: Taylor) -> str:
    if found.side:
        return f"on the {found.side}"
    return "on both sides" if len(found.names) == 1 else "in every direction"


def vector_closing(check: Check | None) -> list[Block]:
    """The verdict on all entries of a vector."""
    if check is None or check.verdict != "agrees":
        return [Line(), *verdict(check)] if check is not None else []
    return [Line(), Verdict("measured: the errors fall faster than the order of the polynomials")]
