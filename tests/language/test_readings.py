"""Ordinary textbook expressions, and how a mathematician reads each; the last number counts the notes."""

from __future__ import annotations

import pytest

from mvcalc_cli.language import parse
from tests.language.notation import prefix

READINGS: list[tuple[str, str, int]] = [
    # arithmetic as typed
    ("2x", "(* 2 x)", 0),
    ("2x + 3", "(+ (* 2 x) 3)", 0),
    ("3 - x", "(+ 3 (- x))", 0),
    ("-x", "(- x)", 0),
    ("x - y - z", "(+ x (- y) (- z))", 0),  # one sum of three terms
    ("a - b + c", "(+ a (- b) c)", 0),
    ("2*3*4", "(* 2 3 4)", 0),
    ("a*b/c*d", "(* (/ (* a b) c) d)", 0),  # exactly as typed, from left to right
    ("a/b/c", "(/ (/ a b) c)", 0),
    ("x*y + z", "(+ (* x y) z)", 0),
    ("(x + 1)(x - 1)", "(* (+ x 1) (+ x (- 1)))", 0),
    ("(x+1)(x-1)(x+2)", "(* (+ x 1) (+ x (- 1)) (+ x 2))", 0),
    ("2(x + 1)", "(* 2 (+ x 1))", 0),
    ("(x + 1)/(x - 1)", "(/ (+ x 1) (+ x (- 1)))", 0),
    ("x(x - 1)", "(* x (+ x (- 1)))", 1),  # a product, with a note: it looks like a function
    ("3·x", "(* 3 x)", 0),
    ("3×x", "(* 3 x)", 0),
    ("6÷x", "(/ 6 x)", 0),
    ("x − 1", "(+ x (- 1))", 0),
    ("--x", "(- (- x))", 0),
    ("x - -y", "(+ x (- (- y)))", 0),
    ("2*-x", "(* 2 (- x))", 0),
    ("a/-b*c", "(* (/ a (- b)) c)", 0),
    ("+x", "x", 0),
    ("((x))", "x", 0),
    ("4x^3 - 3x^2 + 2x - 1", "(+ (* 4 (^ x 3)) (- (* 3 (^ x 2))) (* 2 x) (- 1))", 0),
    # powers
    ("x^2", "(^ x 2)", 0),
    ("x**2", "(^ x 2)", 0),
    ("x²", "(^ x 2)", 0),
    ("-x^2", "(- (^ x 2))", 0),  # the power binds tighter than the sign
    ("(-x)^2", "(^ (- x) 2)", 0),
    ("2^-x", "(^ 2 (- x))", 0),
    ("2^x", "(^ 2 x)", 0),
    ("x^(1/2)", "(^ x (/ 1 2))", 0),
    ("x^-1", "(^ x (- 1))", 0),
    ("x⁻¹", "(^ x (- 1))", 0),
    ("2x^2", "(* 2 (^ x 2))", 0),
    ("2x²y³", "(* 2 (^ x 2) (^ y 3))", 0),
    ("x^2 y", "(* (^ x 2) y)", 0),
    ("x^2*y", "(* (^ x 2) y)", 0),
    ("x^n", "(^ x n)", 0),
    ("x^(n+1)", "(^ x (+ n 1))", 0),
    ("xⁿ⁺¹", "(^ x (+ n 1))", 0),
    ("x¹⁰", "(^ x 10)", 0),
    ("(x+1)^2", "(^ (+ x 1) 2)", 0),
    ("(x+1)²", "(^ (+ x 1) 2)", 0),
    ("(x²+1)³", "(^ (+ (^ x 2) 1) 3)", 0),
    ("x^2^3", "(^ x (^ 2 3))", 1),  # powers go from right to left
    ("2^3^2", "(^ 2 (^ 3 2))", 1),
    ("x^y^z", "(^ x (^ y z))", 1),
    ("10^-3", "(^ 10 (- 3))", 0),
    ("10⁻³", "(^ 10 (- 3))", 0),
    ("(1 + x)^n", "(^ (+ 1 x) n)", 0),
    ("(1 + 1/n)^n", "(^ (+ 1 (/ 1 n)) n)", 0),
    # Euler's number
    ("e", "#e", 0),
    ("e^x", "(^ #e x)", 0),
    ("e^-x", "(^ #e (- x))", 0),
    ("e^(-x^2)", "(^ #e (- (^ x 2)))", 0),
    ("e^-x^2", "(^ #e (- (^ x 2)))", 1),  # right to left through the sign
    ("e^(2x)", "(^ #e (* 2 x))", 0),
    ("e^2x", "(* (^ #e 2) x)", 1),  # the exponent is the 2 alone, with a note
    ("eˣ", "(^ #e x)", 0),
    ("e²ˣ", "(^ #e (* 2 x))", 0),
    ("2e^x", "(* 2 (^ #e x))", 0),
    ("xe^x", "(* x (^ #e x))", 1),  # a glued e with an exponent is Euler's number
    ("x e^x", "(* x (^ #e x))", 0),
    ("x*e^x", "(* x (^ #e x))", 0),
    ("x^2 e^(-x)", "(* (^ x 2) (^ #e (- x)))", 0),
    ("exp x", "(^ #e x)", 0),
    ("exp(x)", "(^ #e x)", 0),
    ("exp(-x^2/2)", "(^ #e (- (/ (^ x 2) 2)))", 0),
    ("exp -x", "(^ #e (- x))", 0),
    ("e^sin(x)", "(^ #e (sin x))", 0),
    ("e^(x y)", "(^ #e (* x y))", 0),
    ("e^x y", "(* (^ #e x) y)", 0),
    ("e^(-x/2)cos(x)", "(* (^ #e (- (/ x 2))) (cos x))", 0),
    ("te^(-t)", "(* t (^ #e (- t)))", 1),
    ("(e^x - e^(-x))/2", "(/ (+ (^ #e x) (- (^ #e (- x)))) 2)", 0),
    # trigonometry
    ("sin x", "(sin x)", 0),
    ("sin(x)", "(sin x)", 0),
    ("sin 2x", "(sin (* 2 x))", 0),
    ("sin(2x)", "(sin (* 2 x))", 0),
    ("sin x/2", "(/ (sin x) 2)", 0),  # a bare argument ends at the division
    ("sin(x/2)", "(sin (/ x 2))", 0),
    ("sin x^2", "(sin (^ x 2))", 0),  # the power belongs to the bare argument
    ("sin(x)^2", "(^ (sin x) 2)", 0),  # the bracket is the whole argument
    ("sin(x^2)", "(sin (^ x 2))", 0),
    ("(sin x)^2", "(^ (sin x) 2)", 0),
    ("sin^2 x", "(^ (sin x) 2)", 0),
    ("sin^2(x)", "(^ (sin x) 2)", 0),
    ("sin²x", "(^ (sin x) 2)", 0),
    ("sin²(x)", "(^ (sin x) 2)", 0),
    ("sin^2 x + cos^2 x", "(+ (^ (sin x) 2) (^ (cos x) 2))", 0),
    ("2 sin x cos x", "(* 2 (sin x) (cos x))", 0),
    ("sin x cos x", "(* (sin x) (cos x))", 0),  # a bare argument ends at the next function
    ("sin x + cos x", "(+ (sin x) (cos x))", 0),
    ("sin x - 1", "(+ (sin x) (- 1))", 0),
    ("sin x * y", "(* (sin x) y)", 0),
    ("sin x y", "(sin (* x y))", 1),  # a bare argument goes on over a blank, with a note
    ("sin -x", "(sin (- x))", 0),
    ("sin(-x)", "(sin (- x))", 0),
    ("-sin x", "(- (sin x))", 0),
    ("sin 3x cos 2x", "(* (sin (* 3 x)) (cos (* 2 x)))", 0),
    ("sin(x)cos(x)", "(* (sin x) (cos x))", 0),
    ("sin(x) cos(y)", "(* (sin x) (cos y))", 0),
    ("cos(2πt)", "(cos (* 2 #pi t))", 1),
    ("cos 2πt", "(cos (* 2 #pi t))", 1),
    ("sin(ωt + φ)", "(sin (+ (* omega t) phi))", 1),
    ("A sin(ωt + φ)", "(* A (sin (+ (* omega t) phi)))", 1),
    ("tan x", "(tan x)", 0),
    ("tan(x)/x", "(/ (tan x) x)", 0),
    ("sec^2 x", "(^ (sec x) 2)", 0),
    ("csc x cot x", "(* (csc x) (cot x))", 0),
    ("cosec x", "(csc x)", 0),  # another spelling of csc
    ("sin^-1(x)", "(asin x)", 1),  # only -1 is the inverse function
    ("sin⁻¹(x)", "(asin x)", 1),
    ("tan⁻¹ x", "(atan x)", 1),
    ("arcsin x", "(asin x)", 0),
    ("asin(x)", "(asin x)", 0),
    ("arctan(y/x)", "(atan (/ y x))", 0),
    ("atan2(y, x)", "(atan2 y x)", 0),
    ("sinx", "(sin x)", 1),
    ("sinx cosx", "(* (sin x) (cos x))", 2),
    ("sin2x", "(sin (* 2 x))", 1),
    ("sin cos x", "(sin (cos x))", 0),
    ("sin(cos(x))", "(sin (cos x))", 0),
    ("x sin x", "(* x (sin x))", 0),
    ("x sin(x)", "(* x (sin x))", 0),
    ("xsin(x)", "(* x (sin x))", 1),  # a letter glued to a function
    ("x^2 sin(3x)", "(* (^ x 2) (sin (* 3 x)))", 0),
    ("x^2*sin(1/x)", "(* (^ x 2) (sin (/ 1 x)))", 0),
    ("sin(x)/x", "(/ (sin x) x)", 0),
    ("sin^3 x cos^2 x", "(* (^ (sin x) 3) (^ (cos x) 2))", 0),
    ("sinh x", "(sinh x)", 0),
    ("cosh(2x)", "(cosh (* 2 x))", 0),
    ("tanh^2 x", "(^ (tanh x) 2)", 0),
    ("arsinh x", "(asinh x)", 0),
    ("artanh(x)", "(atanh x)", 0),
    ("sin θ", "(sin theta)", 0),
    ("r cos θ", "(* r (cos theta))", 0),
    ("r cos(theta)", "(* r (cos theta))", 0),
    ("ρ sin φ cos θ", "(* rho (sin phi) (cos theta))", 0),
    ("tan^2 θ + 1", "(+ (^ (tan theta) 2) 1)", 0),
    ("sin(x + y) - sin(x - y)", "(+ (sin (+ x y)) (- (sin (+ x (- y)))))", 0),
    # logarithms and roots
    ("ln x", "(log x)", 0),
    ("log x", "(log x)", 0),
    ("log(x)", "(log x)", 0),
    ("ln(x + 1)", "(log (+ x 1))", 0),
    ("ln(x)/ln(2)", "(/ (log x) (log 2))", 0),
    ("ln x^2", "(log (^ x 2))", 0),
    ("(ln x)^2", "(^ (log x) 2)", 0),
    ("ln^2 x", "(^ (log x) 2)", 0),
    ("ln|x|", "(log (abs x))", 0),
    ("log_2(x)", "(log2 x)", 0),
    ("log₂ x", "(log2 x)", 0),
    ("log_10 x", "(log10 x)", 0),
    ("log10(x)", "(log10 x)", 0),
    ("log2(x)", "(log2 x)", 0),
    ("lg x", "(log10 x)", 0),  # the logarithm to base 10
    ("log(x, 3)", "(log x 3)", 0),
    ("log_b x", "(log x b)", 0),
    ("x ln x", "(* x (log x))", 0),
    ("x ln x - x", "(+ (* x (log x)) (- x))", 0),
    ("nlog(n)", "(* n (log n))", 1),  # a letter glued to a function
    ("lnx", "(log x)", 1),
    ("ln2", "(log 2)", 1),  # a function glued to a number
    ("ln 2", "(log 2)", 0),
    ("ln(ln x)", "(log (log x))", 0),
    ("sqrt(x)", "(sqrt x)", 0),
    ("sqrt x", "(sqrt x)", 0),
    ("sqrt 2x", "(sqrt (* 2 x))", 0),
    ("√x", "(sqrt x)", 0),
    ("√(x+1)", "(sqrt (+ x 1))", 0),  # the bracket is the whole operand
    ("√x²", "(sqrt (^ x 2))", 0),
    ("√2x", "(* (sqrt 2) x)", 1),  # the root is over the 2 alone, with a note
    ("√2 x", "(* (sqrt 2) x)", 0),
    ("2√x", "(* 2 (sqrt x))", 0),
    ("sqrt(x^2 + y^2)", "(sqrt (+ (^ x 2) (^ y 2)))", 0),
    ("√(x² + y²)", "(sqrt (+ (^ x 2) (^ y 2)))", 0),
    ("1/√(2π)", "(/ 1 (sqrt (* 2 #pi)))", 0),
    ("cbrt(x)", "(cbrt x)", 0),
    ("∛x", "(cbrt x)", 0),
    ("root(x, 4)", "(root x 4)", 0),
    ("sqrt2", "(sqrt 2)", 1),
    ("x√y", "(* x (sqrt y))", 0),
    ("√√x", "(sqrt (sqrt x))", 0),
    # fractions
    ("1/x", "(/ 1 x)", 0),
    ("1/2 x^2", "(* (/ 1 2) (^ x 2))", 1),  # same rank, left to right, with a note
    ("1/2x", "(* (/ 1 2) x)", 1),  # same rank, left to right, with a note
    ("1/(2x)", "(/ 1 (* 2 x))", 0),
    ("x/2", "(/ x 2)", 0),
    ("x/2y", "(* (/ x 2) y)", 1),
    ("(1/2)x", "(* (/ 1 2) x)", 0),
    ("a/b c", "(* (/ a b) c)", 1),
    ("x/(y z)", "(/ x (* y z))", 0),
    ("1/x^2", "(/ 1 (^ x 2))", 0),
    ("1/(1 + x^2)", "(/ 1 (+ 1 (^ x 2)))", 0),
    ("1/(1 + e^(-x))", "(/ 1 (+ 1 (^ #e (- x))))", 0),
    ("x/(x + 1) + 1", "(+ (/ x (+ x 1)) 1)", 0),
    ("(x^2 - 1)/(x - 1)", "(/ (+ (^ x 2) (- 1)) (+ x (- 1)))", 0),
    # pieces
    ("|x|", "(abs x)", 0),
    ("2|x|", "(* 2 (abs x))", 0),
    ("|x - 1|", "(abs (+ x (- 1)))", 0),
    ("|x|^2", "(^ (abs x) 2)", 0),
    ("|x||y|", "(* (abs x) (abs y))", 0),
    ("|x| + |y|", "(+ (abs x) (abs y))", 0),
    ("||x| - 1|", "(abs (+ (abs x) (- 1)))", 0),  # a bar where an operand must stand opens
    ("|x + |y||", "(abs (+ x (abs y)))", 0),
    ("e^|x|", "(^ #e (abs x))", 0),
    ("|sin x|", "(abs (sin x))", 0),
    ("abs(x)", "(abs x)", 0),
    ("max(x, 0)", "(max x 0)", 0),
    ("min(x, y, z)", "(min x y z)", 0),
    ("sign(x)", "(sign x)", 0),
    ("floor(x/2)", "(floor (/ x 2))", 0),
    ("ceil x", "(ceil x)", 0),
    ("mod(x, 2)", "(mod x 2)", 0),
    ("relu(w x + b)", "(relu (+ (* w x) b))", 0),
    ("sigmoid(x)", "(sigmoid x)", 0),
    ("softplus(x)", "(softplus x)", 0),
    ("piecewise(x < 0: -x, x)", "(piecewise (< x 0) (- x) x)", 0),
    ("piecewise(x < 0: 0, x < 1: x, 1)", "(piecewise (< x 0) 0 (< x 1) x 1)", 0),
    ("piecewise(0 <= x < 1: x, 0)", "(piecewise (and (<= 0 x) (< x 1)) x 0)", 0),
    ("piecewise(x < 0 or x > 1: 0, 1)", "(piecewise (or (< x 0) (> x 1)) 0 1)", 0),
    ("piecewise(not x > 0 and y = 1: x, y)", "(piecewise (and (not (> x 0)) (= y 1)) x y)", 0),
    ("piecewise(x ≠ 0: sin(x)/x, otherwise: 1)", "(piecewise (!= x 0) (/ (sin x) x) 1)", 0),
    # integers and special functions
    ("n!", "(factorial n)", 0),
    ("(n+1)!", "(factorial (+ n 1))", 0),
    ("n!/(k!(n-k)!)", "(/ (factorial n) (* (factorial k) (factorial (+ n (- k)))))", 0),
    ("x!!", "(factorial (factorial x))", 1),
    ("x^3!", "(^ x (factorial 3))", 1),  # the factorial belongs to the exponent, with a note
    ("2n!", "(* 2 (factorial n))", 0),
    ("binomial(n, k)", "(binomial n k)", 0),
    ("gcd(m, n)", "(gcd m n)", 0),
    ("gamma(x + 1)", "(gamma (+ x 1))", 0),
    ("Γ(x)", "(gamma x)", 0),  # the function, as Γ alone is a variable
    ("beta(x, y)", "(beta x y)", 0),
    ("erf(x)", "(erf x)", 0),
    ("erf x", "(erf x)", 0),
    ("W(x)", "(W x)", 0),
    ("polygamma(0, x)", "(polygamma 0 x)", 0),
    # several letters
    ("xy", "(* x y)", 1),
    ("xyz", "(* x y z)", 1),
    ("x y", "(* x y)", 0),
    ("2xy", "(* 2 x y)", 1),
    ("abc", "(* a b c)", 1),
    ("ab + bc", "(+ (* a b) (* b c))", 2),
    ("xy^2", "(* x (^ y 2))", 1),
    ("kx", "(* k x)", 1),
    ("2πr", "(* 2 #pi r)", 1),
    ("πr²", "(* #pi (^ r 2))", 1),
    ("2pi r", "(* 2 #pi r)", 0),
    ("pi*r^2", "(* #pi (^ r 2))", 0),
    ("2pir", "(* 2 #pi r)", 1),  # pi at the beginning of a word
    ("ax^2 + bx + c", "(+ (* a (^ x 2)) (* b x) c)", 2),
    ("uv", "(* u v)", 1),
    ("p q", "(* p q)", 0),
    ("x1 + x2", "(+ x1 x2)", 0),
    ("x1x2", "(* x1 x2)", 1),
    ("x₁x₂", "(* x_1 x_2)", 1),
    ("x_1 x_2", "(* x_1 x_2)", 0),
    ("x_max", "x_max", 0),
    ("x'", "x'", 0),
    ("y'' + y", "(+ y'' y)", 0),
    ("αβ", "(* alpha beta)", 1),
    ("λx", "(* lambda x)", 1),
    ("lambda x", "(* lambda x)", 0),
    ("θ_1 + θ₂", "(+ theta_1 theta_2)", 0),
    ("mu + sigma", "(+ mu sigma)", 0),
    ("E", "E", 1),
    ("I N S Q O C", "(* I N S Q O C)", 0),  # plain variables, whatever SymPy calls by these letters
    ("m c^2", "(* m (^ c 2))", 0),
    ("1/2 m v^2", "(* (/ 1 2) m (^ v 2))", 1),
    ("P V = n R T", "(= (* P V) (* n R T))", 0),
    # constants
    ("pi", "#pi", 0),
    ("π/2", "(/ #pi 2)", 0),
    ("2π", "(* 2 #pi)", 0),
    ("oo", "#oo", 0),
    ("-∞", "(- #oo)", 0),
    ("i", "#i", 1),
    ("3 + 4i", "(+ 3 (* 4 #i))", 1),
    ("e^(iπ)", "(^ #e (* #i #pi))", 1),
    ("e^(ix)", "(^ #e (* #i x))", 1),
    ("i^2", "(^ #i 2)", 1),
    # numbers
    ("0.1", "1/10", 0),
    (".5", "1/2", 0),
    ("3.14x", "(* 157/50 x)", 0),
    ("2e3", "2000", 0),  # a number with an exponent
    ("1e-3", "1/1000", 0),
    ("2e-3", "1/500", 1),  # a number, with a note
    ("2e - 3", "(+ (* 2 #e) (- 3))", 0),  # blanks make it 2·e - 3
    ("2e", "(* 2 #e)", 0),
    ("1.5e3x", "(* 1500 x)", 0),
    # vectors, matrices, sums
    ("[x, y]", "(vector x y)", 0),
    ("[x y, x + y, 1]", "(vector (* x y) (+ x y) 1)", 0),
    ("[a, b; c, d]", "(matrix (vector a b) (vector c d))", 0),
    ("[[a, b], [c, d]]", "(matrix (vector a b) (vector c d))", 0),
    ("[x; y]", "(matrix (vector x) (vector y))", 0),
    ("x[3]", "(component x 3)", 0),
    ("x[1]^2 + x[2]^2", "(+ (^ (component x 1) 2) (^ (component x 2) 2))", 0),
    ("x[1]x[2]", "(* (component x 1) (component x 2))", 0),
    ("A[1, 2]", "(component A 1 2)", 0),
    ("dot(u, v)", "(dot u v)", 0),
    ("cross([1, 0, 0], [0, 1, 0])", "(cross (vector 1 0 0) (vector 0 1 0))", 0),
    ("norm(v)", "(norm v)", 0),
    ("det([a, b; c, d])", "(det (matrix (vector a b) (vector c d)))", 0),
    ("Mᵀ", "(transpose M)", 0),
    ("sum(x[i]^2, i=1..n)", "(sum (^ (component x i) 2) i 1 n)", 0),
    (
        "sum(x[2i-1], i=1..n/2)",
        "(sum (component x (+ (* 2 i) (- 1))) i 1 (/ n 2))",
        0,
    ),  # i is the index, not the imaginary unit
    (
        "sum(100(x[i+1] - x[i]^2)^2 + (1 - x[i])^2, i=1..n-1)",
        "(sum (+ (* 100 (^ (+ (component x (+ i 1)) (- (^ (component x i) 2))) 2)) "
        "(^ (+ 1 (- (component x i))) 2)) i 1 (+ n (- 1)))",
        0,
    ),
    ("prod(1 + x[k], k=1..n)", "(prod (+ 1 (component x k)) k 1 n)", 0),
    ("sum(sum(x[i] y[j], j=1..m), i=1..n)", "(sum (sum (* (component x i) (component y j)) j 1 m) i 1 n)", 0),
    ("∑(k, k=1..10)", "(sum k k 1 10)", 0),
    # equations and inequalities
    ("y = x^2", "(= y (^ x 2))", 0),
    ("x^2 + y^2 = 1", "(= (+ (^ x 2) (^ y 2)) 1)", 0),
    ("x² + y² ≤ 1", "(<= (+ (^ x 2) (^ y 2)) 1)", 0),
    ("x < 1", "(< x 1)", 0),
    ("x ≥ 0", "(>= x 0)", 0),
    ("x ≠ 0", "(!= x 0)", 0),
    ("x >= y", "(>= x y)", 0),
    # as programs print
    ("2*x*sin(3*x) + 3*x**2*cos(3*x)", "(+ (* 2 x (sin (* 3 x))) (* 3 (^ x 2) (cos (* 3 x))))", 0),
    ("Abs(x)", "(abs x)", 0),
    ("Max(a, b)", "(max a b)", 0),
    ("real_root(x, 3)", "(root x 3)", 0),
    ("exp(1)", "#e", 0),  # how plain text prints Euler's number
    ("sqrt(-1)", "#i", 0),  # how plain text prints the imaginary unit
    ("lamda*x", "(* lambda x)", 0),  # how plain text prints λ
    ("x_prime", "x'", 0),  # how plain text prints a prime
    ("log(x)/log(10)", "(/ (log x) (log 10))", 0),
    ("LambertW(x)", "(W x)", 0),
    ("Mod(x, 2)", "(mod x 2)", 0),
    ("ceiling(x)", "(ceil x)", 0),
    ("Piecewise((x, x > 0), (-x, True))", "(piecewise (> x 0) x (- x))", 0),
    (
        "Piecewise((0, (x < 0) | (x > 1)), (1, (x >= 0) & (x <= 1)))",
        "(piecewise (or (< x 0) (> x 1)) 0 (and (>= x 0) (<= x 1)) 1)",
        0,
    ),
    ("Piecewise((1, Eq(x, 0)), (2, Ne(x, 1)))", "(piecewise (= x 0) 1 (!= x 1) 2)", 0),
    (
        "Piecewise((1, And(x > 0, Not(y < 1))), (0, Or(x > 1, y > 1)))",
        "(piecewise (and (> x 0) (not (< y 1))) 1 (or (> x 1) (> y 1)) 0)",
        0,
    ),
    ("Piecewise((1, ~(x > 0)), (0, True))", "(piecewise (not (> x 0)) 1 0)", 0),
    ("Matrix([[1, 2], [3, 4]])", "(matrix (vector 1 2) (vector 3 4))", 0),
    ("CRootOf(x**5 - x + 1, 0)", "(RootOf (+ (^ x 5) (- x) 1) 0)", 0),
    ("Eq(x**2, 2)", "(= (^ x 2) 2)", 0),
    ("x**(-1)", "(^ x (- 1))", 0),
    ("1/(1 + exp(-x))", "(/ 1 (+ 1 (^ #e (- x))))", 0),
    ("2*x**2/(y*z)", "(/ (* 2 (^ x 2)) (* y z))", 0),
]


def test_there_are_enough_of_them() -> None:
    assert len(READINGS) == len({text for text, _, _ in READINGS}) >= 200


@pytest.mark.parametrize(("text", "expected", "notes"), READINGS, ids=[text for text, _, _ in READINGS])
def test_reading(text: str, expected: str, notes: int) -> None:
    parsed = parse(text)
    assert prefix(parsed.tree) == expected
    assert len(parsed.notes) == notes


@pytest.mark.parametrize("text", [text for text, _, _ in READINGS])
def test_blanks_around_signs_change_nothing(text: str) -> None:
    """Blanks at the ends, and around signs that have no other meaning, are free."""
    spaced = f"  {text.replace('+', ' + ').replace(',', ' , ').replace('*', ' * ').replace('*  *', '**')} "
    assert parse(spaced).tree == parse(text).tree
