"""The working of a problem of critical points, as a teacher writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvcalc_cli.commands.stationary.critical_points import Critical, Examined
    from mvcalc_cli.commands.stationary.lagrange_steps import Step
    from mvcalc_cli.report import Span


def worked(found: Examined) -> list[Step]:
    """Derivatives, equations, points, the test at each, and what is global."""
    from mvcalc_cli.commands.stationary.lagrange_steps import Step

    several = len(found.question.names) > 1
    steps = [
        Step("gradient" if several else "derivative", "", tuple(_derivatives(found))),
        Step("equations", "∇f = 0" if several else "f′ = 0", tuple(_equations(found))),
        Step("solutions", "", tuple(_solutions(found))),
    ]
    steps += [Step(_test_name(one), "", tuple(_test(found, one))) for one in found.points]
    if whole := _global(found):
        steps.append(Step("global", "", tuple(whole)))
    return steps


def _derivatives(found: Examined) -> list[tuple[Span, ...]]:
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.report import Span

    names = found.question.names
    signs = [f"∂f/∂{show_name(name)}" for name in names] if len(names) > 1 else ["f′"]
    return [(Span(f"{sign} = "), Span(slope)) for sign, slope in zip(signs, found.gradient, strict=True)]


def _equations(found: Examined) -> list[tuple[Span, ...]]:
    from mvcalc_cli.report import Span

    return [(Span(slope), Span(" = 0")) for slope in found.gradient]


def _solutions(found: Examined) -> list[tuple[Span, ...]]:
    from mvcalc_cli.commands.stationary.critical_screen import family_text
    from mvcalc_cli.report import Span

    lines: list[tuple[Span, ...]] = [(Span(_at(one)),) for one in found.points if one.differentiable]
    lines += [(Span(family_text(found, family)),) for family in found.found.families]
    lines = lines or [(Span("none"),)]
    if found.found.complete:
        lines.append((Span(f"and no others: {found.found.complete}", "secondary"),))
    return lines


def _test(found: Examined, one: Critical) -> list[tuple[Span, ...]]:
    """The second derivatives at the point, what they say, and the value."""
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.render.numbers import show
    from mvcalc_cli.report import Span

    lines: list[tuple[Span, ...]] = []
    if one.kind.hessian is not None and len(found.question.names) > 1:
        rows = "; ".join(", ".join(line(entry) for entry in row) for row in one.kind.hessian)
        lines.append((Span(f"H{_at(one)} = [{rows}]"),))
    if one.kind.eigenvalues and len(found.question.names) > 1:
        values = ", ".join(show(value) for value in one.kind.eigenvalues)
        lines.append((Span(f"det H = {show(one.kind.determinant)}, eigenvalues {values}"),))
    lines.append((Span(one.kind.kind, "answer"), Span(f": {one.kind.reason}")))
    value = Span("") if one.value is None else Span(one.exact if one.exact is not None else one.value)
    lines.append((Span("f = "), value))
    return lines


def _test_name(one: Critical) -> str:
    return "second derivative test" if one.differentiable else "where pieces of f meet"


def _global(found: Examined) -> list[tuple[Span, ...]]:
    from mvcalc_cli.report import Span

    known = [one for one in found.points if one.verdict.kind]
    return [(Span(f"{_at(one)}: {one.verdict.kind}, since {one.verdict.reason}"),) for one in known]


def _at(one: Critical) -> str:
    from mvcalc_cli.commands.stationary.critical_screen import point_text

    return point_text(one)
