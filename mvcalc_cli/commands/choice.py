"""Which variables are meant: what is differentiated by, what depends on what, what a point must name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.errors import DomainError, InputError

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree

# How far from an equation a point may be and still count as on the curve, relative to its sides.
_ON_CURVE = 1e-6


def by_variables(
    reader: Reader, tree: Tree, wrt: str | None, order: int, dependent: str | None = None
) -> tuple[str, ...]:
    """The variables to differentiate by, in order, each as often as the order says.

    Raises:
        InputError: If there are several and none is named.
    """
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.language.tree import variables

    tree = lower(tree)
    found = tuple(name for name in variables(tree) if name != dependent)
    if wrt is not None:
        named = reader.variables(wrt, "--wrt")
        if order != 1 and len(named) != 1:
            raise InputError(
                "--order goes with one variable", hint=f"write the whole order in --wrt: {','.join(named * 2)}"
            )
        for name in dict.fromkeys(named):
            if name not in variables(tree):
                reader.note(f"{name} does not occur in the expression")
        return named * order
    if tree.kind == "relation" and dependent is None and len(found) > 1:
        raise InputError(
            "this is an equation: which variable depends on which?", hint=f"--wrt {found[0]} --of {found[-1]}"
        )
    if len(found) > 1 and (dependent is None or "x" not in found):
        raise InputError(
            f"there are several variables here: {', '.join(found)}",
            hint=f"name one: --wrt {found[0]}      (all of them: mvcalc grad)",
        )
    return ((("x" if dependent else found[0]) if found else "x"),) * order


def all_variables(reader: Reader, trees: tuple[Tree, ...], wrt: str | None) -> tuple[str, ...]:
    """The variables of a gradient, Jacobian or Hessian: those of --wrt, else all in order.

    Raises:
        InputError: If there are none, or one is named twice.
    """
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.language.tree import variables, vector

    found = variables(lower(vector(*trees)))
    if wrt is None:
        if not found:
            raise InputError("there is no variable here", hint="name what to differentiate by: --wrt x")
        return found
    named = reader.variables(wrt, "--wrt")
    for name in named:
        if named.count(name) > 1:
            raise InputError(f"{name} is named twice in --wrt")
        if name not in found:
            reader.note(f"{name} does not occur in the expression")
    return named


def point_variables(tree: Tree, by: tuple[str, ...] = ()) -> tuple[str, ...]:
    """What --at must give: the variables of the expression, and those differentiated by."""
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.language.tree import as_variable, variables, vector

    return variables(vector(lower(tree), *(as_variable(name) for name in by)))


def point_at(reader: Reader, tree: Tree, by: tuple[str, ...], at: str) -> dict[str, Tree]:
    """The point of --at for a gradient, Jacobian or Hessian.

    A bare "2,0" means the variables as the answer names them: in the order of --wrt if that names all.

    Raises:
        InputError: If --wrt orders only some of the variables, and otherwise than we do.
    """
    names = point_variables(tree, by)
    if set(by) == set(names):
        return reader.point(at, by)
    if "=" not in at and tuple(name for name in names if name in by) != by:
        example = ",".join(f"{name}=1" for name in names)
        raise InputError("which number belongs to which variable?", hint=f"name them: --at {example}")
    return reader.point(at, names)


def dependent_variable(reader: Reader, tree: Tree, by: str, of: str | None) -> str:
    """y in y(x): what --of names, or the only other variable of the equation.

    Raises:
        InputError: If it is no equation, or it is not clear which variable depends on which.
    """
    from mvcalc_cli.calculus.implicit import is_equation
    from mvcalc_cli.language.tree import variables

    if not is_equation(tree):
        raise InputError("--of needs an equation", hint="write one, as in mvcalc diff 'x^2 + y^2 = 1' --wrt x --of y")
    if of is None:
        others = [name for name in variables(tree) if name != by]
        if len(others) != 1:
            raise InputError("which variable depends on the others?", hint=f"name it: --of {(others or ['y'])[0]}")
        return others[0]
    name = reader.variables(of, "--of")[0]
    if name == by:
        raise InputError(f"{name} cannot be both --wrt and --of")
    return name


def on_curve(reader: Reader, equation: Tree, at: str) -> None:
    """A slope on a curve needs a point of the curve.

    Raises:
        DomainError: If the equation does not hold at the point.
    """
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.commands import screen
    from mvcalc_cli.language.printers import line

    point = reader.point(at, point_variables(equation))
    coordinates = screen.values(point)
    left, right = (evaluate(side, coordinates) for side in equation.args)
    if abs(left - right) > _ON_CURVE * (1 + abs(left) + abs(right)):
        values = f"{line(equation.args[0])} is {left:.6g}, {line(equation.args[1])} is {right:.6g}"
        raise DomainError(
            f"the point is not on the curve: {values}",
            hint="give a point where the equation holds",
        )
