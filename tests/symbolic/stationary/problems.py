"""Textbook problems with their stationary points, worked by hand and held to a dense search of the tests' own.

A problem is a paragraph: its title, then lines that begin with a word.

    f           the function; `to`: a constraint (several lines for several)
    in          where points are looked for: one interval for every variable
    least       the least value; "-oo" unbounded below; "> 0" comes near 0 and never there; "?" not judged
    greatest    likewise: "oo", "< 1"
    (1, ±2)     a point: kind, then after a bar its multipliers, one a constraint: ∇f = Σ λ ∇(left − right),
                0 where an inequality is not active; "singular" where the active gradients are dependent.
                Every ± is free: (±1, ±2) are four points.
    every       infinitely many points: k and m run through the integers, t through the reals

Kinds: minimum and maximum (local, perhaps not strict), saddle (neither; "inflection" of one variable), level (f is
constant nearby), isolated (no other feasible point nearby).
"""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from tests.symbolic.stationary.dense import ABS

SINGULAR = "singular"


class Spot(NamedTuple):
    """One point: texts of its values, its kind, texts of its multipliers; None if the constraints are singular."""

    at: tuple[str, ...]
    kind: str
    multipliers: tuple[str, ...] | None


class Problem(NamedTuple):
    """A problem with everything that is true of it."""

    title: str
    f: str
    constraints: tuple[str, ...]
    interval: tuple[float, float]
    points: tuple[Spot, ...]
    families: tuple[Spot, ...]
    least: str
    greatest: str

    @property
    def names(self) -> tuple[str, ...]:
        """The variables, in order."""
        words = re.findall(r"[a-z]+", " ".join((self.f, *self.constraints)))
        return tuple(sorted(set(words) - ABS.keys() - {"pi", "e"}))

    @property
    def box(self) -> dict[str, tuple[float, float]]:
        """Where its points are looked for."""
        return dict.fromkeys(self.names, self.interval)


def spots(line: str) -> list[Spot]:
    """The points of a line: one for every choice of signs.

    >>> [spot.at for spot in spots("(±1, 2) maximum | 1/2")]
    [('+1', '2'), ('-1', '2')]
    """
    before, _, multipliers = line[1:].partition(" | ")
    place, _, kind = before.rpartition(") ")
    told = None if multipliers == SINGULAR else tuple(re.split(r",\s*", multipliers)) if multipliers else ()
    pieces = place.split("±")
    found = []
    for signs in itertools.product("+-", repeat=len(pieces) - 1):
        text = pieces[0] + "".join(sign + piece for sign, piece in zip(signs, pieces[1:], strict=True))
        found.append(Spot(tuple(re.split(r",\s*", text)), kind, told))
    return found


def problem(paragraph: str) -> Problem:
    """The problem of a paragraph."""
    title, *lines = paragraph.strip().splitlines()
    told = [line.partition(" ")[::2] for line in lines if not line.startswith("(")]
    said = dict(told)
    low, high = said["in"].split("..")
    return Problem(
        title,
        said["f"],
        tuple(rest for word, rest in told if word == "to"),
        (float(low), float(high)),
        tuple(spot for line in lines if line.startswith("(") for spot in spots(line)),
        tuple(spot for word, rest in told if word == "every" for spot in spots(rest)),
        said["least"],
        said["greatest"],
    )


FREE = """
bowl and saddle of a cubic
f x^3 - 3*x + y^2
in -5..5
least -oo
greatest oo
(1, 0) minimum
(-1, 0) saddle

shifted paraboloid
f 4*x^2 + 9*y^2 + 8*x - 36*y + 24
in -5..5
least -16
greatest oo
(-1, 2) minimum

cubic with a mixed term
f x^3/3 + y^2 + 2*x*y - 6*x - 3*y + 4
in -5..5
least -oo
greatest oo
(3, -3/2) minimum
(-1, 5/2) saddle

cubic with a dome
f x^3 + 2*x*y - 6*x - 4*y^2
in -5..5
least -oo
greatest oo
(4/3, 1/3) saddle
(-3/2, -3/8) maximum

quartic with two bowls
f x^4 + y^4 - 16*x*y
in -5..5
least -32
greatest oo
(0, 0) saddle
(2, 2) minimum
(-2, -2) minimum

small folium
f 15*x^3 - 3*x*y + 15*y^3
in -5..5
least -oo
greatest oo
(0, 0) saddle
(1/15, 1/15) minimum

cubic against a parabola
f -x^3 + 4*x*y - 2*y^2 + 1
in -5..5
least -oo
greatest oo
(0, 0) saddle
(4/3, 4/3) maximum

a bell
f exp(-(x^2 + y^2 + 2*x))
in -5..5
least > 0
greatest e
(-1, 0) maximum

another bell
f exp(4*y - x^2 - y^2)
in -5..5
least > 0
greatest e^4
(0, 2) maximum

quartic with two bowls, as in every course
f x^4 + y^4 - 4*x*y + 1
in -5..5
least -1
greatest oo
(0, 0) saddle
(1, 1) minimum
(-1, -1) minimum

Himmelblau's function
f (x^2 + y - 11)^2 + (x + y^2 - 7)^2
in -6..6
least 0
greatest oo
(3, 2) minimum
(-3.77931025337774689189, -3.28318599128616941227) minimum
(-2.80511808695274485305, 3.13131251825057296580) minimum
(3.58442834033049174494, -1.84812652696440355352) minimum
(-0.27084459066734147072, -0.92303855647976380860) maximum
(-3.07302575076306673106, -0.08135304428810456577) saddle
(-0.12796134673068741690, -1.95371498023924400752) saddle
(0.08667750455519331834, 2.88425470117239862014) saddle
(3.38515418360711170206, 0.07385187983779460568) saddle

Rosenbrock's valley
f (1 - x)^2 + 100*(y - x^2)^2
in -3..3
least 0
greatest oo
(1, 1) minimum

monkey saddle
f x^3 - 3*x*y^2
in -5..5
least -oo
greatest oo
(0, 0) saddle

egg box
f sin(x)*sin(y)
in -5..5
least -1
greatest 1
every (k*pi, m*pi) saddle
every (pi/2 + k*pi, pi/2 + k*pi + 2*m*pi) maximum
every (pi/2 + k*pi, -pi/2 + k*pi + 2*m*pi) minimum

four hills of a bell
f x*y*exp(-x^2 - y^2)
in -5..5
least -exp(-1)/2
greatest exp(-1)/2
(0, 0) saddle
(sqrt(1/2), sqrt(1/2)) maximum
(-sqrt(1/2), -sqrt(1/2)) maximum
(sqrt(1/2), -sqrt(1/2)) minimum
(-sqrt(1/2), sqrt(1/2)) minimum

both axes
f x^2*y^2
in -5..5
least 0
greatest oo
every (0, t) minimum
every (t, 0) minimum

a flat bowl
f x^4 + y^4
in -3..3
least 0
greatest oo
(0, 0) minimum

a flat saddle
f x^4 - y^4
in -3..3
least -oo
greatest oo
(0, 0) saddle

a square and a cube
f x^2 + y^3
in -3..3
least -oo
greatest oo
(0, 0) saddle

Peano's surface, a minimum along every line
f (y - x^2)*(y - 3*x^2)
in -3..3
least -oo
greatest oo
(0, 0) saddle

a bowl that only its curved valley shows
f x^2 + x*y^2 + y^4
in -3..3
least 0
greatest oo
(0, 0) minimum

a saddle that only its curved valley shows
f x^2 + 3*x*y^2 + y^4
in -3..3
least -oo
greatest oo
(0, 0) saddle

three variables, a bowl
f x^2 + y^2 + z^2 - x*y + 3*x - 2*z
in -5..5
least -4
greatest oo
(-2, -1, 1) minimum

three variables, eight points
f x^3 + y^3 + z^3 - 3*x - 12*y - 27*z
in -5..5
least -oo
greatest oo
(1, 2, 3) minimum
(-1, -2, -3) maximum
(-1, 2, ±3) saddle
(1, -2, ±3) saddle
(1, 2, -3) saddle
(-1, -2, 3) saddle

three variables, folium and square
f x^3 + y^3 - 3*x*y + z^2
in -4..4
least -oo
greatest oo
(0, 0, 0) saddle
(1, 1, 0) minimum

one variable, an inflection
f x^4 - 4*x^3
in -6..6
least -27
greatest oo
(0) inflection
(3) minimum

one variable, odd
f x^5 - 5*x^3
in -6..6
least -oo
greatest oo
(0) inflection
(sqrt(3)) minimum
(-sqrt(3)) maximum

a wave
f sin(x)
in -10..10
least -1
greatest 1
every (pi/2 + 2*k*pi) maximum
every (-pi/2 + 2*k*pi) minimum

one variable, a dose
f x*exp(-x)
in -4..6
least -oo
greatest exp(-1)
(1) maximum

a plane
f x + y
in -5..5
least -oo
greatest oo

no stationary point
f exp(x)*cos(y)
in -5..5
least -oo
greatest oo

a box without a lid
f x*y + 8/x + 8/y
in -5..5
least -oo
greatest oo
(2, 2) minimum

exponential times a saddle
f exp(y)*(y^2 - x^2)
in -5..5
least -oo
greatest oo
(0, 0) saddle
(0, -2) maximum

saddles in a row
f y*cos(x)
in -6..6
least -oo
greatest oo
every (pi/2 + k*pi, 0) saddle

a line of points beside four
f x^2*y*exp(-x^2 - y^2)
in -4..4
least -exp(-3/2)/sqrt(2)
greatest exp(-3/2)/sqrt(2)
(±1, sqrt(1/2)) maximum
(±1, -sqrt(1/2)) minimum
(0, 0) saddle
every (0, exp(t)) minimum
every (0, -exp(t)) maximum

slow growth
f log(1 + x^2 + y^2)
in -5..5
least 0
greatest oo
(0, 0) minimum

three sines
f sin(x) + sin(y) + sin(x + y)
in -4..6
least -3*sqrt(3)/2
greatest 3*sqrt(3)/2
every (pi/3 + 2*k*pi, pi/3 + 2*m*pi) maximum
every (-pi/3 + 2*k*pi, -pi/3 + 2*m*pi) minimum
every (pi + 2*k*pi, pi + 2*m*pi) saddle

a trough
f (x - y)^2
in -5..5
least 0
greatest oo
every (t, t) minimum

the brim of a hat
f (x^2 + y^2 - 1)^2
in -3..3
least 0
greatest oo
(0, 0) maximum
every (cos(t), sin(t)) minimum

product of two doses
f x*y*exp(-x - y)
in -4..5
least -oo
greatest oo
(0, 0) saddle
(1, 1) maximum

three humps of a camel
f 2*x^2 - 21/20*x^4 + x^6/6 + x*y + y^2
in -4..4
least 0
greatest oo
(0, 0) minimum
(-1.74755234581, 0.87377617291) minimum
(1.74755234581, -0.87377617291) minimum
(-1.07054230, 0.53527115) saddle
(1.07054230, -0.53527115) saddle

four points of a cubic
f 2*x^3 + x*y^2 + 5*x^2 + y^2
in -5..5
least -oo
greatest oo
(0, 0) minimum
(-5/3, 0) maximum
(-1, ±2) saddle

a single saddle
f x^3*y + 12*x^2 - 8*y
in -6..6
least -oo
greatest oo
(2, -4) saddle

two saddles
f (1 + x*y)*(x + y)
in -5..5
least -oo
greatest oo
(1, -1) saddle
(-1, 1) saddle

bowls along a wave
f y^2 - 2*y*cos(x)
in -7..7
least -1
greatest oo
every (2*k*pi, 1) minimum
every (pi + 2*k*pi, -1) minimum
every (pi/2 + k*pi, 0) saddle

numbers alone, one variable
f x^2 + 3*sin(2*x)
in -6..6
least -2.4715922534106674
greatest oo
(-0.672375522687895) minimum
(0.945759948174431) maximum
(1.992913103256245) minimum

an exponential without a stationary point
f exp(x) + y^2 - x*y
in -6..6
least -oo
greatest oo

numbers alone, exponential and square
f exp(x) + y^2 - x*y - 2*x
in -6..6
least -oo
greatest oo
(-3.961947967793241, -1.980973983896620) saddle
(0.895084321275276, 0.447542160637638) minimum

numbers alone, a bowl
f x^4 + y^2 + exp(x*y) - 2*x
in -4..4
least -0.31638443162768565
greatest oo
(0.824783971736673, -0.317406308454717) minimum
"""

BOUND = """
x²y on a circle
f x^2*y
to x^2 + y^2 = 3
in -4..4
least -2
greatest 2
(±sqrt(2), 1) maximum | 1
(±sqrt(2), -1) minimum | -1
(0, sqrt(3)) minimum | 0
(0, -sqrt(3)) maximum | 0

bowl on a line
f x^2 + 4*y^2 - 2*x + 8*y
to x + 2*y = 7
in -10..10
least 27
greatest oo
(5, 1) minimum | 8

golf balls
f 48*x + 96*y - x^2 - 2*x*y - 9*y^2
to 20*x + 4*y = 216
in -60..60
least -oo
greatest 540
(10, 4) maximum | 1

Cobb and Douglas
f 5/2*x^(9/20)*y^(11/20)
to 40*x + 50*y = 500000
in 100..12000
least ?
greatest 5/2*5625^(9/20)*5500^(11/20)
(5625, 5500) maximum | 5/2*5625^(9/20)*5500^(11/20)/500000

from the origin to a plane
f x^2 + y^2 + z^2
to x + y + z = 1
in -5..5
least 1/3
greatest oo
(1/3, 1/3, 1/3) minimum | 2/3

cone and plane
f x^2 + y^2 + z^2
to z^2 = x^2 + y^2
to x + y - z + 1 = 0
in -5..5
least 6 - 4*sqrt(2)
greatest oo
(-1 + sqrt(1/2), -1 + sqrt(1/2), -1 + sqrt(2)) minimum | 3 - 2*sqrt(2), 8*sqrt(2) - 12
(-1 - sqrt(1/2), -1 - sqrt(1/2), -1 - sqrt(2)) minimum | 3 + 2*sqrt(2), -8*sqrt(2) - 12

two planes
f x^2 + y^2 + z^2
to x + y + z = 9
to x + 2*y + 3*z = 20
in -10..10
least 29
greatest oo
(2, 3, 4) minimum | 2, 2

x²y on an ellipse
f x^2*y
to x^2 + 2*y^2 = 6
in -4..4
least -4
greatest 4
(±2, 1) maximum | 1
(±2, -1) minimum | -1
(0, sqrt(3)) minimum | 0
(0, -sqrt(3)) maximum | 0

xyz on an ellipsoid
f x*y*z
to x^2 + 2*y^2 + 3*z^2 = 6
in -4..4
least -2/sqrt(3)
greatest 2/sqrt(3)
(sqrt(2), 1, sqrt(2/3)) maximum | sqrt(3)/6
(-sqrt(2), -1, sqrt(2/3)) maximum | sqrt(3)/6
(-sqrt(2), 1, -sqrt(2/3)) maximum | sqrt(3)/6
(sqrt(2), -1, -sqrt(2/3)) maximum | sqrt(3)/6
(-sqrt(2), -1, -sqrt(2/3)) minimum | -sqrt(3)/6
(sqrt(2), 1, -sqrt(2/3)) minimum | -sqrt(3)/6
(sqrt(2), -1, sqrt(2/3)) minimum | -sqrt(3)/6
(-sqrt(2), 1, sqrt(2/3)) minimum | -sqrt(3)/6
(±sqrt(6), 0, 0) saddle | 0
(0, ±sqrt(3), 0) saddle | 0
(0, 0, ±sqrt(2)) saddle | 0

xy on an ellipse
f x*y
to 4*x^2 + 8*y^2 = 16
in -4..4
least -sqrt(2)
greatest sqrt(2)
(sqrt(2), 1) maximum | sqrt(2)/16
(-sqrt(2), -1) maximum | sqrt(2)/16
(sqrt(2), -1) minimum | -sqrt(2)/16
(-sqrt(2), 1) minimum | -sqrt(2)/16

a cubic on an ellipse
f 4*x^3 + y^2
to 2*x^2 + y^2 = 1
in -3..3
least -sqrt(2)
greatest sqrt(2)
(sqrt(1/2), 0) maximum | 3*sqrt(1/2)
(-sqrt(1/2), 0) minimum | -3*sqrt(1/2)
(0, ±1) maximum | 1
(1/3, ±sqrt(7)/3) minimum | 1

distances on a rounded cube
f x^2 + y^2 + z^2
to x^4 + y^4 + z^4 = 1
in -2..2
least 1
greatest sqrt(3)
(±1, 0, 0) minimum | 1/2
(0, ±1, 0) minimum | 1/2
(0, 0, ±1) minimum | 1/2
(±(1/2)^(1/4), ±(1/2)^(1/4), 0) saddle | sqrt(2)/2
(±(1/2)^(1/4), 0, ±(1/2)^(1/4)) saddle | sqrt(2)/2
(0, ±(1/2)^(1/4), ±(1/2)^(1/4)) saddle | sqrt(2)/2
(±(1/3)^(1/4), ±(1/3)^(1/4), ±(1/3)^(1/4)) maximum | sqrt(3)/2

two curved constraints
f y*z + x*y
to x*y = 1
to y^2 + z^2 = 1
in -4..4
least 1/2
greatest 3/2
(sqrt(2), sqrt(1/2), sqrt(1/2)) maximum | 1, 1/2
(-sqrt(2), -sqrt(1/2), -sqrt(1/2)) maximum | 1, 1/2
(sqrt(2), sqrt(1/2), -sqrt(1/2)) minimum | 1, -1/2
(-sqrt(2), -sqrt(1/2), sqrt(1/2)) minimum | 1, -1/2

an exponential that dies away
f exp(x*y)
to x^3 + y^3 = 16
in -10..10
least > 0
greatest e^4
(2, 2) maximum | e^4/6

nearest to the origin on a hyperbola
f x^2 + y^2
to x*y = 1
in -5..5
least 2
greatest oo
(1, 1) minimum | 2
(-1, -1) minimum | 2

sums on a hyperbola
f x + y
to x*y = 1
in -5..5
least -oo
greatest oo
(1, 1) minimum | 1
(-1, -1) maximum | -1

never reached
f x^2
to x*y = 1
in -5..5
least > 0
greatest oo

the tip of a cusp
f x
to y^2 = x^3
in -3..3
least 0
greatest oo
(0, 0) minimum | singular

the crossing of a lemniscate
f y
to (x^2 + y^2)^2 = 2*(x^2 - y^2)
in -3..3
least -1/2
greatest 1/2
(±sqrt(3)/2, 1/2) maximum | 1/4
(±sqrt(3)/2, -1/2) minimum | -1/4
(0, 0) saddle | singular

a single point
f x + y
to x^2 + y^2 = 0
in -3..3
least 0
greatest 0
(0, 0) isolated | singular

over a rectangle
f x^2 - 2*x*y + 4*y^2 - 4*x - 2*y + 24
to x >= 0
to x <= 4
to y >= 0
to y <= 2
in -1..5
least 17
greatest 36
(3, 1) minimum | 0, 0, 0, 0
(0, 1/4) saddle | -9/2, 0, 0, 0
(2, 0) saddle | 0, 0, -6, 0
(4, 5/4) saddle | 0, 3/2, 0, 0
(0, 0) maximum | -4, 0, -2, 0
(0, 2) maximum | -8, 0, 0, 14
(4, 0) maximum | 0, 4, -10, 0
(4, 2) saddle | 0, 0, 0, 6

a saddle over a rectangle
f x^2 - 2*x*y + 2*y
to x >= 0
to x <= 3
to y >= 0
to y <= 2
in -1..4
least 0
greatest 9
(1, 1) saddle | 0, 0, 0, 0
(0, 0) minimum | 0, 0, 2, 0
(3, 0) maximum | 0, 6, -4, 0
(0, 2) maximum | -4, 0, 0, 2
(3, 2) saddle | 0, 2, 0, -4
(2, 2) minimum | 0, 0, 0, -2

bowl over a disc
f x^2 + y^2 + 4*x - 4*y
to x^2 + y^2 <= 9
in -4..4
least -8
greatest 9 + 12*sqrt(2)
(-2, 2) minimum | 0
(-3/sqrt(2), 3/sqrt(2)) saddle | 1 - 2*sqrt(2)/3
(3/sqrt(2), -3/sqrt(2)) maximum | 1 + 2*sqrt(2)/3

ellipses over a disc
f 2*x^2 + 3*y^2 - 4*x - 5
to x^2 + y^2 <= 16
in -5..5
least -7
greatest 47
(1, 0) minimum | 0
(-2, ±2*sqrt(3)) maximum | 3
(4, 0) saddle | 3/2
(-4, 0) saddle | 5/2

nearest point of a parabola's segment
f (x - 2)^2 + (y - 1)^2
to x^2 <= y
to x + y <= 2
in -4..5
least 1
greatest 25
(1, 1) minimum | -2/3, -2/3
(-2, 4) maximum | 14/3, 32/3

no multiplier at a cusp (Kuhn and Tucker)
f x
to y <= (1 - x)^3
to y >= 0
in -3..3
least -oo
greatest 1
(1, 0) maximum | singular

xy over a disc
f x*y
to x^2 + y^2 <= 1
in -2..2
least -1/2
greatest 1/2
(0, 0) saddle | 0
(sqrt(1/2), sqrt(1/2)) maximum | 1/2
(-sqrt(1/2), -sqrt(1/2)) maximum | 1/2
(sqrt(1/2), -sqrt(1/2)) minimum | -1/2
(-sqrt(1/2), sqrt(1/2)) minimum | -1/2

vertices of a triangle
f x + 2*y
to x >= 0
to y >= 0
to x + y <= 4
in -1..5
least 0
greatest 8
(0, 0) minimum | 1, 2, 0
(4, 0) saddle | 0, 1, 1
(0, 4) maximum | -1, 0, 2

half a space
f x^2 + y^2 + z^2
to x + y + z >= 3
in -4..4
least 3
greatest oo
(1, 1, 1) minimum | 2

cardboard without a lid
f x*y*z
to 2*x*z + 2*y*z + x*y = 12
in -5..5
least -oo
greatest oo
(2, 2, 1) maximum | 1/2
(-2, -2, -1) minimum | -1/2

nearest points of a quadric
f x^2 + y^2 + z^2
to z^2 = x*y + 1
in -4..4
least 1
greatest oo
(0, 0, ±1) minimum | 1
(1, -1, 0) saddle | 2
(-1, 1, 0) saddle | 2

plane and cylinder
f x + 2*y + 3*z
to x - y + z = 1
to x^2 + y^2 = 1
in -5..5
least 3 - sqrt(29)
greatest 3 + sqrt(29)
(-2/sqrt(29), 5/sqrt(29), 1 + 7/sqrt(29)) maximum | 3, sqrt(29)/2
(2/sqrt(29), -5/sqrt(29), 1 - 7/sqrt(29)) minimum | 3, -sqrt(29)/2

cosines along a line
f cos(x)^2 + cos(y)^2
to y - x = pi/4
in -4..4
least 1 - sqrt(2)/2
greatest 1 + sqrt(2)/2
every (-pi/8 + k*pi, pi/8 + k*pi) maximum | -sqrt(2)/2
every (3*pi/8 + k*pi, 5*pi/8 + k*pi) minimum | sqrt(2)/2

an exponential on a circle
f x*exp(y)
to x^2 + y^2 = 2
in -3..3
least -e
greatest e
(1, 1) maximum | e/2
(-1, 1) minimum | -e/2

a cubic's inflection
f y
to y = x^3
in -3..3
least -oo
greatest oo
(0, 0) saddle | 1

a flat bottom
f y
to y = x^4
in -3..3
least 0
greatest oo
(0, 0) minimum | 1

constant on the circle
f x^2 + y^2
to x^2 + y^2 = 1
in -3..3
least 1
greatest 1
every (cos(t), sin(t)) level | 1

the waist of a cylinder
f x^2 + y^2 + z^2
to x^2 + y^2 = 1
in -3..3
least 1
greatest oo
every (cos(t), sin(t), 0) minimum | 1

numbers alone, on an ellipse
f exp(x) + y^2 - x*y
to x^2 + 2*y^2 = 4
in -3..3
least -0.5644062951603607
greatest 7.7440598501628575
(-1.795187993795431, -0.623418024656369) minimum | -0.21989737334949858
(-0.655997103803146, 1.335976758742822) maximum | 0.62275608454828402
(0.595699449257056, 1.350026326809094) minimum | 0.38968743841741554
(1.937586780656112, -0.350540630616970) maximum | 1.88185606134005123

half a sphere
f x + y + z
to x^2 + y^2 + z^2 = 1
to z <= 0
in -2..2
least -sqrt(3)
greatest sqrt(2)
(-sqrt(1/3), -sqrt(1/3), -sqrt(1/3)) minimum | -sqrt(3)/2, 0
(sqrt(1/2), sqrt(1/2), 0) maximum | sqrt(1/2), 1
(-sqrt(1/2), -sqrt(1/2), 0) saddle | -sqrt(1/2), 1

a corner, and nothing far out
f exp(-x - y)
to x >= 0
to y >= 0
in -1..5
least > 0
greatest 1
(0, 0) maximum | -1, -1

waves over a disc
f sin(x)*cos(y)
to x^2 + y^2 <= 1
in -2..2
least -sin(1)
greatest sin(1)
(1, 0) maximum | cos(1)/2
(-1, 0) minimum | -cos(1)/2
"""

CRITICAL = tuple(problem(text) for text in FREE.strip().split("\n\n"))
LAGRANGE = tuple(problem(text) for text in BOUND.strip().split("\n\n"))
