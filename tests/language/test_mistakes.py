"""Every mistake: its sentence, its place, and the fix."""

from __future__ import annotations

import pytest

from mvcalc_cli.errors import LimitError, ParseError
from mvcalc_cli.language import parse

# The hints that stand in many rows.
AFTER = "write a number, a name or a bracket after it"
BEFORE = "write a number, a name or a bracket before it"
EMPTY = "write what belongs there, or remove them"
CLOSE = "close it with )"
NAME_RULE = "names are a letter, then letters, digits and single _"
IN_PIECEWISE = "conditions stand in piecewise(condition: value, …)"
BAR = "close it with |, or write abs(x)"
PIECEWISE = "usage: piecewise(x < 0: -x, x)"
SUM = "usage: sum(x[i]^2, i=1..n)"
DIFF = "to differentiate: mvcalc diff 'x^2'"
ALONE = "a relation stands alone, or in piecewise(x < 0: -x, x)"

# What was typed, the sentence, where the caret stands (start, end), and the fix.
MISTAKES: list[tuple[str, str, int, int, str]] = [
    # nothing, or half of something
    ("", "there is nothing to read", 0, 0, "type an expression, such as x^2*sin(3x)"),
    ("   ", "there is nothing to read", 0, 3, "type an expression, such as x^2*sin(3x)"),
    ("x+", "something is missing after +", 1, 2, AFTER),
    ("x*", "something is missing after *", 1, 2, AFTER),
    ("x**", "something is missing after **", 1, 3, AFTER),
    ("x^", "something is missing after ^", 1, 2, AFTER),
    ("x/", "something is missing after /", 1, 2, AFTER),
    ("*x", "something is missing before *", 0, 1, BEFORE),
    ("/x", "something is missing before /", 0, 1, BEFORE),
    ("x =", "something is missing after =", 2, 3, AFTER),
    ("= 1", "something is missing before =", 0, 1, BEFORE),
    ("x = = 1", "something is missing between = and =", 2, 5, "write a value there, or remove one of them"),
    ("x * / y", "something is missing between * and /", 2, 5, "write a value there, or remove one of them"),
    ("x^*2", "something is missing between ^ and *", 1, 3, "write a value there, or remove one of them"),
    ("(*x)", "something is missing before *", 1, 2, BEFORE),
    ("()", "there is nothing between these brackets", 0, 2, EMPTY),
    ("sin()", "sin needs an argument", 0, 5, "usage: sin x"),
    ("[]", "there is nothing between these brackets", 0, 2, EMPTY),
    ("[1,]", "something is missing after ,", 2, 3, AFTER),
    ("sin(x,)", "something is missing after ,", 5, 6, AFTER),
    ("√", "something is missing after √", 0, 1, AFTER),
    ("!x", "something is missing before !", 0, 1, BEFORE),
    ("²", "this exponent has no base", 0, 1, "write before it what is raised"),
    ("x⁺", "something is missing after ⁺", 1, 2, AFTER),
    ("x^²", "this exponent has no base", 2, 3, "write before it what is raised"),
    ("sin", "sin needs an argument", 0, 3, "usage: sin x"),
    ("sin^2", "sin needs an argument", 0, 3, "usage: sin x"),
    ("sin * x", "sin needs an argument", 0, 3, "usage: sin x"),
    ("sin^", "something is missing after ^", 3, 4, AFTER),
    # brackets
    ("(x+1", "this bracket is never closed", 0, 1, CLOSE),
    ("2x*e^(-x/2", "this bracket is never closed", 5, 6, CLOSE),
    ("sin(x", "this bracket is never closed", 3, 4, CLOSE),
    ("x[1", "this bracket is never closed", 1, 2, "close it with ]"),
    ("x+1)", "this bracket was never opened", 3, 4, "remove it, or open one before"),
    (")", "this bracket was never opened", 0, 1, "remove it, or open one before"),
    ("(x]", "this ] closes a (", 2, 3, "write ) here, or close the ( before"),
    ("[1, 2)", "this ) closes a [", 5, 6, "write ] here, or close the [ before"),
    ("{x+1}", "braces are not brackets here", 0, 1, "write ( )"),
    ("x^{-1}", "braces are not brackets here", 2, 3, "write ( )"),
    ("((x)", "this bracket is never closed", 0, 1, CLOSE),
    ("tan(tan", "this bracket is never closed", 3, 4, CLOSE),
    # a missing operator
    ("2 3", "an operator is missing between 2 and 3", 0, 3, "for a product write 2*3"),
    ("x 2", "an operator is missing between x and 2", 0, 3, "for a product write x*2, for a power x^2"),
    ("(x+1)2", "an operator is missing between (x+1) and 2", 0, 6, "for a product write (x+1)*2"),
    ("3(x+1)2", "an operator is missing between (x+1) and 2", 1, 7, "for a product write (x+1)*2"),
    ("sin(x)2", "an operator is missing between sin(x) and 2", 0, 7, "for a product write sin(x)*2"),
    ("x² 3", "an operator is missing between x² and 3", 0, 4, "for a product write x²*3"),
    ("x! 2", "an operator is missing between x! and 2", 0, 4, "for a product write x!*2"),
    ("|x| 2", "an operator is missing between |x| and 2", 0, 5, "for a product write |x|*2"),
    ("π 2", "an operator is missing between π and 2", 0, 3, "for a product write π*2"),
    ("x^2 2", "an operator is missing between x^2 and 2", 0, 5, "for a product write x^2*2"),
    ("e^(2x)3", "an operator is missing between e^(2x) and 3", 0, 7, "for a product write e^(2x)*3"),
    ("|x|^2 3", "an operator is missing between |x|^2 and 3", 0, 7, "for a product write |x|^2*3"),
    ("f[1] 2", "an operator is missing between f[1] and 2", 0, 6, "for a product write f[1]*2"),
    ("1..2", "an operator is missing in 1..2", 0, 4, "a range stands only in sum(…, i=1..n)"),
    ("1.2.3", "an operator is missing between 1.2 and .3", 0, 5, "a number has one point"),
    ("x1.5", "an operator is missing between x1 and .5", 0, 4, "for a product write x1*.5, for a power x1^.5"),
    ("sin x 2", "an operator is missing between x and 2", 4, 7, "for a product write x*2, for a power x^2"),
    # numbers
    ("0x10", "0x10 is not a number here", 0, 4, "write numbers to base ten"),
    ("0b101", "0b101 is not a number here", 0, 5, "write numbers to base ten"),
    ("1_000", "a number has no _ in it", 0, 5, "write 1000"),
    ("1_000_000x", "a number has no _ in it", 0, 9, "write 1000000"),
    ("1,5", "1,5 is not a number: the decimal sign is a point", 0, 3, "write 1.5"),
    ("2,5x", "2,5 is not a number: the decimal sign is a point", 0, 3, "write 2.5"),
    ("(1,5)", "a comma cannot stand in these brackets", 0, 5, "a vector is [1,5], a decimal number 1.5"),
    # bars
    ("|x", "this bar is never closed", 0, 1, BAR),
    ("x|", "this bar is never closed", 1, 2, BAR),
    ("||", "this bar is never closed", 1, 2, BAR),
    ("|x|y|z|", "these bars can be read in two ways", 0, 5, "write abs(x) for some of them"),
    ("|2|x||", "these bars can be read in two ways", 0, 5, "write abs(x) for some of them"),
    ("2|x|y - 3|z|", "these bars can be read in two ways", 1, 10, "write abs(x) for some of them"),
    ("(|x)|", "this bar is never closed", 1, 2, BAR),
    ("x | y", "this bar is never closed", 2, 3, BAR),
    # functions
    ("sinn(x)", "unknown function sinn", 0, 4, "did you mean sin?"),
    ("x^2*sinn(x)", "unknown function sinn", 4, 8, "did you mean sin?"),
    ("sen(x)", "unknown function sen", 0, 3, "did you mean sin?"),
    ("tg(x)", "unknown function tg", 0, 2, "did you mean tan?"),
    ("sqr(x)", "unknown function sqr", 0, 3, "did you mean sqrt? a square is x^2"),
    ("Sin(x)", "unknown function Sin", 0, 3, "did you mean sin?"),
    ("foo(x)", "unknown function foo", 0, 3, "if foo is a variable, write foo*(…) and declare it: --vars foo"),
    ("f(x)", "f is not a known function", 0, 1, "write its formula instead; for a product write f*(…)"),
    ("g(x, y)", "g is not a known function", 0, 1, "write its formula instead; for a product write g*(…)"),
    ("h (x)", "h is not a known function", 0, 1, "write its formula instead; for a product write h*(…)"),
    ("F(x)", "F is not a known function", 0, 1, "write its formula instead; for a product write F*(…)"),
    ("f'(x)", "f'(…) is not read: a derivative is a command", 0, 2, "use diff: mvcalc diff 'x^2'"),
    ("f''(x)", "f''(…) is not read: a derivative is a command", 0, 3, "use diff: mvcalc diff 'x^2'"),
    ("y'(t)", "y'(…) is not read: a derivative is a command", 0, 2, "use diff: mvcalc diff 'x^2'"),
    ("sin'(x)", "sin'(…) is not read: a derivative is a command", 0, 4, "use diff: mvcalc diff 'x^2'"),
    ("sin2(x)", "unknown function sin2", 0, 4, "did you mean sin?"),
    ("max x", "max needs brackets", 0, 3, "usage: max(x, y, …)"),
    ("max", "max needs an argument", 0, 3, "usage: max(x, y, …)"),
    ("sum", "sum needs brackets and an index", 0, 3, SUM),
    ("sum(x)", "sum needs an index", 0, 6, SUM),
    ("prod()", "prod needs a body and an index", 0, 6, "usage: prod(x[i]^2, i=1..n)"),
    ("sin[x]", "the argument of sin stands in round brackets", 0, 3, "usage: sin x"),
    ("atan2(x)", "atan2 takes 2 arguments, not 1", 0, 8, "usage: atan2(y, x)"),
    ("sin(x, y)", "sin takes 1 argument, not 2", 0, 9, "usage: sin x"),
    ("gcd(4)", "gcd takes at least 2 arguments, not 1", 0, 6, "usage: gcd(m, n)"),
    ("log(1, 2, 3)", "log takes 1 to 2 arguments, not 3", 0, 12, "usage: log x, log(x, b)"),
    ("min()", "min needs an argument", 0, 5, "usage: min(x, y, …)"),
    ("exp^-1(x)", "exp^-1 has no reading", 0, 6, "the inverse of exp is log; for the quotient write exp(-x)"),
    ("sin^-2 x", "a negative power of sin can be read in two ways", 0, 6, "write 1/sin(x)^n"),
    ("sin⁻² x", "a negative power of sin can be read in two ways", 0, 5, "write 1/sin(x)^n"),
    ("log^-1(x)", "log^-1 has no reading", 0, 6, "for the quotient write 1/log(x)"),
    # names
    ("height", "unknown name height", 0, 6, "if it is one name, declare it: --vars height"),
    ("sinn x", "unknown name sinn", 0, 4, "did you mean sin? if it is one name, declare it: --vars sinn"),
    ("abcd", "unknown name abcd", 0, 4, "for a product write a*b*c*d; if it is one name, declare it: --vars abcd"),
    ("dx", "unknown name dx", 0, 2,
     "to differentiate: mvcalc diff 'x^2' --wrt x; if it is one name, declare it: --vars dx"),
    ("x dx", "dx is not part of an expression", 2, 4,
     "to integrate: mvcalc integrate 'x' --wrt x; if it is one name, declare it: --vars dx"),
    ("ex", "unknown name ex", 0, 2, "for a product write e*x; if it is one name, declare it: --vars ex"),
    ("x__y", "x__y is not a name", 0, 4, NAME_RULE),
    ("x_", "unknown name x_", 0, 2, "if it is one name, declare it: --vars x_"),
    ("if", "if is a reserved word", 0, 2, "choose another name, such as its first letter"),
    ("__import__", "a name starts with a letter, not with _", 0, 10, NAME_RULE),
    ("__import__('os').system('x')", "a name starts with a letter, not with _", 0, 10, NAME_RULE),
    ("zoo", "zoo, SymPy's complex infinity, is no value here", 0, 3, "infinity is oo"),
    ("nan", "nan is not a number that can be computed with", 0, 3, "infinity is oo"),
    # commands
    ("d/dx x^2", "d/dx is a command here, not part of an expression", 0, 4, DIFF),
    ("d/dx(x^2 + 1)", "d/dx is a command here, not part of an expression", 0, 4,
     "to differentiate: mvcalc diff 'x^2 + 1'"),
    ("d²/dx² x^3", "d²/dx is a command here, not part of an expression", 0, 5, DIFF),
    ("dy/dx", "dy/dx is a command here, not part of an expression", 0, 5, DIFF),
    ("df/dt", "df/dt is a command here, not part of an expression", 0, 5,
     "to differentiate: mvcalc diff 'x^2' --wrt t"),
    ("d/dθ sin(θ)", "d/dθ is a command here, not part of an expression", 0, 4,
     "to differentiate: mvcalc diff 'sin(θ)' --wrt theta"),
    ("∫ x^2 dx", "∫ is not read inside an expression", 0, 1,
     "leave ∫ and dx out: mvcalc integrate 'x^2' --wrt x"),
    ("∫ t^2 * dt", "∫ is not read inside an expression", 0, 1,
     "leave ∫ and dt out: mvcalc integrate 't^2' --wrt t"),
    ("∫_0^1 x^2 dx", "∫ is not read inside an expression", 0, 1,
     "leave ∫ and dx out: mvcalc integrate 'x^2' --over x=0..1"),
    ("∫ x^2", "∫ is not read inside an expression", 0, 1, "leave ∫ out: mvcalc integrate 'x^2'"),
    ("∫", "∫ is not read inside an expression", 0, 1, "leave ∫ out: mvcalc integrate 'x^2'"),
    ("int x^2 dx", "int is not read inside an expression", 0, 3,
     "leave int and dx out: mvcalc integrate 'x^2' --wrt x"),
    ("x^2 dx", "dx is not part of an expression", 4, 6,
     "to integrate: mvcalc integrate 'x^2' --wrt x; if it is one name, declare it: --vars dx"),
    ("lim x->0 sin(x)/x", "lim is not read inside an expression", 0, 3,
     "leave lim out: mvcalc limit 'sin(x)/x' --at x=0"),
    ("lim_{t→oo} (1 + 1/t)^t", "lim is not read inside an expression", 0, 3,
     "leave lim out: mvcalc limit '(1 + 1/t)^t' --at t=oo"),
    ("lim x", "lim is not read inside an expression", 0, 3, "leave lim out: mvcalc limit 'sin(x)/x' --at 0"),
    ("∂f/∂x", "∂ is not read inside an expression", 0, 1, "use the command: mvcalc diff 'x^2*y' --wrt x"),
    ("∇f", "∇ is not read inside an expression", 0, 1, "use the command: mvcalc grad 'x^2*y'"),
    ("diff(x^2, x)", "diff is a command, not a function", 0, 4, DIFF),
    ("Derivative(x**2, x)", "Derivative is a command, not a function", 0, 10,
     "to differentiate: mvcalc diff 'x**2'"),
    ("grad(x^2 + y^2)", "grad is a command, not a function", 0, 4, "use the command: mvcalc grad 'x^2 + y^2'"),
    ("integrate(x^2, x)", "integrate is a command, not a function", 0, 9,
     "use the command: mvcalc integrate 'x^2'"),
    ("Integral(t**2, (t, 0, 1))", "Integral is a command, not a function", 0, 8,
     "use the command: mvcalc integrate 't**2' --over t=0..1"),
    ("limit(x)", "limit is a command, not a function", 0, 5, "use the command: mvcalc limit 'x' --at 0"),
    ("limit(sin(x)/x, x, 0)", "limit is a command, not a function", 0, 5,
     "use the command: mvcalc limit 'sin(x)/x' --at x=0"),
    ("limit(sin(x)/x, x->0)", "limit is a command, not a function", 0, 5,
     "use the command: mvcalc limit 'sin(x)/x' --at x=0"),
    ("taylor(sin(x))", "taylor is a command, not a function", 0, 6, "use the command: mvcalc taylor 'sin(x)'"),
    ("series(exp(x), x, 0, 3)", "series is a command, not a function", 0, 6,
     "use the command: mvcalc taylor 'exp(x)' --about x=0 --order 3"),
    ("diff(x^2, y)", "diff is a command, not a function", 0, 4, "to differentiate: mvcalc diff 'x^2' --wrt y"),
    ("\\int x dx", "LaTeX is not read yet", 0, 4, "an integral is a command: mvcalc integrate 'x^2'"),
    ("\\lim x", "LaTeX is not read yet", 0, 4, "a limit is a command: mvcalc limit 'sin(x)/x' --at 0"),
    ("simplify(x + x)", "simplify is a command, not a function", 0, 8, "use the command: mvcalc simplify 'x + x'"),
    # relations and conditions
    ("0 <= x < 1", "two relations in a row stand only in a condition", 0, 8,
     "write one, or piecewise(0 <= x < 1: x, 0)"),
    ("x = 1 = y", "two relations in a row stand only in a condition", 0, 7,
     "write one, or piecewise(0 <= x < 1: x, 0)"),
    ("(x < 1) + 2", "< cannot stand inside an expression", 3, 4, ALONE),
    ("[x < 1]", "< cannot stand inside an expression", 3, 4, ALONE),
    ("x < 1 and y > 2", "and stands only in a condition", 6, 9, IN_PIECEWISE),
    ("x & y", "& stands only in a condition", 2, 3, IN_PIECEWISE),
    ("x and y", "and stands only in a condition", 2, 5, IN_PIECEWISE),
    ("not x", "not stands only in a condition", 0, 3, IN_PIECEWISE),
    ("~x", "~ stands only in a condition", 0, 1, IN_PIECEWISE),
    ("True", "True is a condition, not a number", 0, 4, IN_PIECEWISE),
    ("And(x < 1, y < 1)", "And is a condition, not a number", 0, 3, "conditions stand in piecewise(…)"),
    ("x => 1", "=> is not a relation", 2, 4, "for greater or equal write >="),
    ("x =< 1", "=< is not a relation", 2, 4, "for less or equal write <="),
    ("x <> 1", "<> is not a relation", 2, 4, "for not equal write !="),
    ("x := 1", ":= is not read", 2, 4, "write = for an equation"),
    ("x -> 0", "-> is not read", 2, 4, "write = for an equation, >= for an inequality"),
    ("x → 0", "→ is not read", 2, 3, "write = for an equation"),
    ("x ≈ 1", "≈ is not a relation here", 2, 3, "write = for an equation"),
    ("piecewise", "piecewise needs brackets", 0, 9, PIECEWISE),
    ("piecewise()", "piecewise needs a case", 0, 11, PIECEWISE),
    ("piecewise(x)", "piecewise needs a condition", 0, 11, PIECEWISE),
    ("piecewise(x < 0)", "this condition has no value", 10, 15, f"write : and the value after it; {PIECEWISE}"),
    ("piecewise(x: 1, 2)", "this is not a condition", 10, 11, "write a relation, such as x < 0"),
    ("piecewise(x < 0: 1, 2, 3)", "only the last value may stand without a condition", 20, 21,
     f"write its condition and : before it; {PIECEWISE}"),
    ("piecewise(x < 0 and: 1, 2)", "something is missing between and and :", 16, 20,
     "write a value there, or remove one of them"),
    ("piecewise(x and y < 1: 1, 2)", "this is not a condition", 10, 11, "write a relation, such as x < 0"),
    ("Piecewise((x, x))", "this is not a condition", 14, 15, "write a relation, such as x < 0"),
    ("Piecewise((x, x < 1), 3)", "a pair (value, condition) is missing here", 22, 23,
     "usage: Piecewise((-x, x < 0), (x, True))"),
    ("Piecewise((x, True, 1))", "a comma cannot stand in these brackets", 10, 22, "a vector is [x, True, 1]"),
    ("Eq(x)", "Eq takes 2 arguments, not 1", 0, 5, "usage: Eq(x, 1)"),
    ("a:b", ": stands only in piecewise(condition: value, …)", 1, 2, "a quotient is written /"),
    # vectors, matrices, sums
    ("(1, 2)", "a comma cannot stand in these brackets", 0, 6, "a vector is [1, 2]"),
    ("(a, b)", "a comma cannot stand in these brackets", 0, 6, "a vector is [a, b]"),
    ("a, b", "a comma stands only between arguments, or in a vector", 1, 2,
     "a vector is [a, b]; several expressions are several arguments"),
    ("a; b", "; only separates the rows of a matrix", 1, 2, "a matrix is [a, b; c, d]"),
    ("[a, b; c]", "row 2 has 1 entry, row 1 has 2 entries", 7, 8, "all rows of a matrix are equally long"),
    ("[[1], [2, 3]]", "row 2 has 2 entries, row 1 has 1 entry", 6, 12, "all rows of a matrix are equally long"),
    ("[[1, 2], 3]", "row 2 of this matrix is not a row of expressions", 9, 10, "a matrix is [a, b; c, d]"),
    ("[[[1]]]", "row 1 of this matrix is not a row of expressions", 1, 6, "a matrix is [a, b; c, d]"),
    ("x[]", "there is nothing between these brackets", 1, 3, EMPTY),
    ("x[1, 2, 3]", "a component has one index, or two in a matrix", 0, 10, "write x[i] or A[i, j]"),
    ("Matrix(1)", "Matrix takes its rows in [ ]", 7, 8, "usage: Matrix([[a, b], [c, d]])"),
    ("sum(x[i])", "sum needs an index", 0, 9, SUM),
    ("sum(x[i], i)", "an index and its range are missing here", 10, 11, SUM),
    ("sum(x[i], i=1)", "the range of i has no end", 10, 13, SUM),
    ("sum(x[i], i=1..)", "something is missing after ..", 13, 15, AFTER),
    ("sum(x_i, i=1..n)", "x_i is one name; the component of a vector is x[i]", 4, 7, "write x[i]"),
    ("sum(xᵢ, i=1..n)", "x_i is one name; the component of a vector is x[i]", 4, 6, "write x[i]"),
    ("x ∪ y", "∪ joins only sets and intervals", 2, 3, "write {1, 2} ∪ [3, 4)"),
    ("∅", "∅ is not a number", 0, 1, "remove it"),
    # what other languages write
    ("a % b", "% is not an operator", 2, 3, "a remainder is mod(x, m), a per cent is x/100"),
    ("a @ b", "@ means nothing inside an expression", 2, 3, "a product of vectors is dot(u, v)"),
    ("a // b", "// is not an operator", 2, 4, "for whole division write floor(x/y)"),
    ("x++", "++ is not an operator", 1, 3, "for a sum write +"),
    ("x.__class__", "a point stands only inside a number", 1, 2, "a product is written *, as in x*y"),
    ("x.y", "a point stands only inside a number", 1, 2, "a product is written *, as in x*y"),
    ("lambda x: x", ": stands only in piecewise(condition: value, …)", 8, 9, "a quotient is written /"),
    ('"x"', "quotes mean nothing here", 0, 1, "write the formula without them"),
    ("'x'", "' stands only after a name, as in x'", 0, 1, "a derivative is a command: mvcalc diff 'x^2'"),
    ("`x`", "` means nothing here", 0, 1, "a name may end with ', as in x'"),
    ("$x$", "$ means nothing here", 0, 1, "write the formula alone, without $"),
    ("x # comment", "# means nothing here", 2, 3, "remove it"),
    ("x?", "? means nothing here", 1, 2, "remove it"),
    ("_x", "a name starts with a letter, not with _", 0, 2, NAME_RULE),
    ("30°", "degrees are not read: angles are in radians", 2, 3, "30 degrees is 30*pi/180"),
    ("±1", "± stands for two values", 0, 1, "write one of them, with + or -"),
    ("½", "½ is not read", 0, 1, "write 1/2"),
    ("\\frac{1}{2}", "LaTeX is not read yet", 0, 5, "a fraction is (a)/(b)"),
    ("\\sin x", "LaTeX is not read yet", 0, 4, "write sin without the backslash"),
    ("\\", "LaTeX is not read yet", 0, 1, "remove the backslash"),
    ('exec("1")', "quotes mean nothing here", 5, 6, "write the formula without them"),
    ("open('f')", "' stands only after a name, as in x'", 5, 6, "a derivative is a command: mvcalc diff 'x^2'"),
    ("print(x)", "unknown function print", 0, 5,
     "if print is a variable, write print*(…) and declare it: --vars print"),
    ("[x for x in y]", "for is a reserved word", 3, 6, "choose another name, such as its first letter"),
    # foreign characters
    ("\u0445+1", "U+0445 CYRILLIC SMALL LETTER HA is not part of the language", 0, 1, "type the Latin letter x"),
    ("x + \x00", "U+0000 NULL is not part of the language", 4, 5, "remove it"),
    ("x\u202ey", "U+202E RIGHT-TO-LEFT OVERRIDE is not part of the language", 1, 2, "remove it"),
    ("x\u0301", "U+0301 COMBINING ACUTE ACCENT is not part of the language", 1, 2, "remove it"),
    ("x\u200by", "U+200B ZERO WIDTH SPACE is not part of the language", 1, 2, "remove it"),
    ("\U0001d465+1", "U+1D465 MATHEMATICAL ITALIC SMALL X is not part of the language", 0, 1,
     "type the Latin letter x"),
    ("\uff58", "U+FF58 FULLWIDTH LATIN SMALL LETTER X is not part of the language", 0, 1, "type the Latin letter x"),
    ("“x”", "U+201C LEFT DOUBLE QUOTATION MARK is not part of the language", 0, 1, "remove it"),
    ("x\udcff", "this is not valid UTF-8", 1, 2, "type or save the text as UTF-8"),
    ("x\x1b[31m", "U+001B CONTROL CHARACTER is not part of the language", 1, 2, "remove it"),
    ("\U0001f600", "U+1F600 GRINNING FACE is not part of the language", 0, 1, "remove it"),
    ("x\x7f", "U+007F CONTROL CHARACTER is not part of the language", 1, 2, "remove it"),
    ("\xbd \u5b57", "½ is not read", 0, 1, "write 1/2"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message", "start", "end", "hint"), MISTAKES, ids=[ascii(row[0]) for row in MISTAKES])
def test_mistake(text: str, message: str, start: int, end: int, hint: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(text, argument="EXPR", line=3)
    error, place = caught.value, caught.value.place
    assert place is not None
    assert (error.message, place.start, place.end, error.hint) == (message, start, end, hint)
    assert (place.argument, place.line) == ("EXPR", 3)
    assert error.exit_code == 2


def test_each_mistake_stands_once() -> None:
    assert len(MISTAKES) == len({row[0] for row in MISTAKES})


@pytest.mark.parametrize("row", MISTAKES, ids=[ascii(row[0]) for row in MISTAKES])
def test_sentences_and_places(row: tuple[str, str, int, int, str]) -> None:
    text, message, start, end, hint = row
    assert 0 <= start < end <= len(text) or not text.strip()
    for sentence in (message, hint):
        assert sentence
        assert not sentence.removesuffix("..").endswith(".")
        assert sentence.isprintable()
        assert len(sentence) <= 120


FOREIGN = [0, 0x1B, 0x7F, 0x445, 0x202E, 0x200B, 0x301, 0xD801, 0xDCFF, 0x1F600]


@pytest.mark.parametrize("char", [chr(code) for code in FOREIGN], ids=[hex(code) for code in FOREIGN])
def test_foreign_characters_are_never_echoed(char: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(f"x + {char}y")
    error = caught.value
    assert error.place is not None
    for part in (error.message, error.hint, error.place.text):
        assert char not in (part or "")
    assert error.place.text == "x + \ufffdy"
    assert (error.place.start, error.place.end) == (4, 5)


@pytest.mark.parametrize(("function", "aside"), [("sinn(x)", True), ("f(x)", True), ("height", False)])
def test_an_unknown_function_points_to_the_list(function: str, aside: bool) -> None:
    with pytest.raises(ParseError) as caught:
        parse(function)
    assert caught.value.aside == ("all functions: mvcalc functions" if aside else None)


def test_a_declared_name_is_suggested() -> None:
    with pytest.raises(ParseError, match="unknown name heigth") as caught:
        parse("heigth^2", names={"height": "real"})
    assert caught.value.hint == "did you mean height? if it is one name, declare it: --vars heigth"


LIMITS: list[tuple[str, str, int, int]] = [
    ("1" * 401, "this number has more than 400 digits when written out", 0, 401),
    ("x + 1e400", "this number has more than 400 digits when written out", 4, 9),
    ("1e-400", "this number has more than 400 digits when written out", 0, 6),
    ("1e999999999999", "this number has more than 400 digits when written out", 0, 14),
    ("(" * 61 + "x" + ")" * 61, "this is nested deeper than 60 levels", 60, 61),
    ("[" * 61 + "x" + "]" * 61, "this is nested deeper than 60 levels", 60, 61),
    ("-" * 61 + "x", "this is nested deeper than 60 levels", 60, 61),
    ("x" + "^x" * 61, "this is nested deeper than 60 levels", 121, 122),
    ("x" + "!" * 61, "this is nested deeper than 60 levels", 61, 62),
    ("√" * 61 + "x", "this is nested deeper than 60 levels", 60, 61),
    ("|" * 61 + "x" + "|" * 61, "this is nested deeper than 60 levels", 60, 61),
    ("sin " * 61 + "x", "this is nested deeper than 60 levels", 240, 243),
    ("x" + "² " * 61, "this is nested deeper than 60 levels", 121, 122),
    ("piecewise(" + "not " * 61 + "x < 1: 1, 2)", "this is nested deeper than 60 levels", 246, 249),
]


@pytest.mark.parametrize(("text", "message", "start", "end"), LIMITS, ids=[row[0][:12] for row in LIMITS])
def test_limits(text: str, message: str, start: int, end: int) -> None:
    with pytest.raises(LimitError) as caught:
        parse(text)
    error, place = caught.value, caught.value.place
    assert place is not None
    assert (error.message, place.start, place.end) == (message, start, end)
    assert error.hint
    assert error.exit_code == 5


@pytest.mark.parametrize(
    "text",
    [
        "1" * 400,
        "1e399",
        "1e-399",
        "0." + "3" * 399,
        "(" * 60 + "x" + ")" * 60,
        "-" * 60 + "x",
        "x" + "^x" * 60,
        "x" + "!" * 60,
        "sin " * 60 + "x",
        "+".join(["x"] * 5000),
        "x" * 1 + "*x" * 4999,
        "/".join(["x"] * 5000),
        "(x)" * 3000,
    ],
    ids=lambda text: text[:12],
)
def test_within_the_limits(text: str) -> None:
    assert parse(text).text == text


def test_the_length_of_a_text() -> None:
    assert parse("x" + " " * 9_999).tree.value == "x"
    with pytest.raises(LimitError) as caught:
        parse("x" + " " * 10_000, argument="EXPR")
    assert caught.value.message == "the text has 10,001 characters, the limit is 10,000"
    assert caught.value.place is not None
    assert caught.value.place.argument == "EXPR"
    assert parse("x" + " " * 10_000, max_length=20_000).tree.value == "x"
