"""Limits with their right values, by hand or from textbooks: (expression, point, side or "", limit).

"dne" stands for "does not exist"; a side that has no values is not counted.
"""

from __future__ import annotations

LIMITS = [
    row.split(" ; ")
    for row in """
x^2 + 1 ; 3 ;  ; 10
(x^2 - 4)/(x - 2) ; 2 ;  ; 4
(x^3 - 8)/(x - 2) ; 2 ;  ; 12
(x^2 - 5x + 6)/(x^2 - 4) ; 2 ;  ; -1/4
(sqrt(x) - 2)/(x - 4) ; 4 ;  ; 1/4
(sqrt(x + 9) - 3)/x ; 0 ;  ; 1/6
(1/x - 1/3)/(x - 3) ; 3 ;  ; -1/9
((2 + x)^3 - 8)/x ; 0 ;  ; 12
(x^4 - 1)/(x^3 - 1) ; 1 ;  ; 4/3
(x^100 - 1)/(x^50 - 1) ; 1 ;  ; 2
(cbrt(x) - 1)/(sqrt(x) - 1) ; 1 ;  ; 2/3
(x - 1)/(sqrt(x) - 1) ; 1 ;  ; 2
x/(sqrt(1 + 3x) - 1) ; 0 ;  ; 2/3
sin(x)/x ; 0 ;  ; 1
sin(3x)/x ; 0 ;  ; 3
sin(3x)/sin(5x) ; 0 ;  ; 3/5
tan(x)/x ; 0 ;  ; 1
(1 - cos(x))/x ; 0 ;  ; 0
(1 - cos(x))/x^2 ; 0 ;  ; 1/2
(x - sin(x))/x^3 ; 0 ;  ; 1/6
(tan(x) - sin(x))/x^3 ; 0 ;  ; 1/2
(tan(x) - x)/x^3 ; 0 ;  ; 1/3
(cos(x) - 1 + x^2/2)/x^4 ; 0 ;  ; 1/24
(e^x - 1)/x ; 0 ;  ; 1
(e^x - 1 - x)/x^2 ; 0 ;  ; 1/2
(e^x - e^-x)/sin(x) ; 0 ;  ; 2
(2^x - 1)/x ; 0 ;  ; log(2)
(3^x - 2^x)/x ; 0 ;  ; log(3) - log(2)
log(1 + x)/x ; 0 ;  ; 1
log(x)/(x - 1) ; 1 ;  ; 1
(1 + x)^(1/x) ; 0 ;  ; e
(1 + 2x)^(1/x) ; 0 ;  ; e^2
(1 - x)^(1/x) ; 0 ;  ; e^(-1)
((1 + x)^(1/x) - e)/x ; 0 ;  ; -e/2
cos(x)^(1/x^2) ; 0 ;  ; e^(-1/2)
(sin(x)/x)^(1/x^2) ; 0 ;  ; e^(-1/6)
x^x ; 0 ;  ; 1
x^sin(x) ; 0 ; right ; 1
x log(x) ; 0 ;  ; 0
sqrt(x) log(x) ; 0 ;  ; 0
log(x)/x ; 0 ; right ; -oo
x^(1/log(x)) ; 0 ;  ; e
1/x - 1/sin(x) ; 0 ;  ; 0
1/x^2 - 1/sin(x)^2 ; 0 ;  ; -1/3
cot(x) - 1/x ; 0 ;  ; 0
1/log(x) - 1/(x - 1) ; 1 ;  ; 1/2
x/(x - 1) - 1/log(x) ; 1 ;  ; 1/2
asin(x)/x ; 0 ;  ; 1
atan(x)/x ; 0 ;  ; 1
(x - atan(x))/x^3 ; 0 ;  ; 1/3
(asin(x) - x)/x^3 ; 0 ;  ; 1/6
sinh(x)/x ; 0 ;  ; 1
(cosh(x) - 1)/x^2 ; 0 ;  ; 1/2
acos(x)/sqrt(1 - x) ; 1 ;  ; sqrt(2)
(sin(tan(x)) - tan(sin(x)))/x^7 ; 0 ;  ; -1/30
erf(x)/x ; 0 ;  ; 2/sqrt(pi)
cos(x)/(x - pi/2) ; pi/2 ;  ; -1
(x - pi/2) tan(x) ; pi/2 ;  ; -1
sin(x)/(x - pi) ; pi ;  ; -1
(1 + cos(x))/(x - pi)^2 ; pi ;  ; 1/2
(sin(x) - sin(pi/3))/(x - pi/3) ; pi/3 ;  ; 1/2
tan(x) ; pi/2 ; left ; oo
tan(x) ; pi/2 ; right ; -oo
tan(x) ; pi/2 ;  ; dne
|x|/x ; 0 ;  ; dne
|x|/x ; 0 ; left ; -1
|x|/x ; 0 ; right ; 1
x |x|/x ; 0 ;  ; 0
(2x + 12)/|x + 6| ; -6 ;  ; dne
|x^2 - 4|/(x - 2) ; 2 ; left ; -4
1/x ; 0 ;  ; dne
1/x ; 0 ; left ; -oo
1/x^2 ; 0 ;  ; oo
-1/x^4 ; 0 ;  ; -oo
1/(x - 1)^3 ; 1 ;  ; dne
1/|x| ; 0 ;  ; oo
x/(x^2 - 1) ; 1 ; right ; oo
e^(1/x) ; 0 ; left ; 0
e^(1/x) ; 0 ; right ; oo
e^(1/x) ; 0 ;  ; dne
e^(-1/x^2) ; 0 ;  ; 0
e^(-1/x^2)/x^100 ; 0 ;  ; 0
1/(1 + e^(1/x)) ; 0 ;  ; dne
atan(1/x) ; 0 ;  ; dne
atan(1/x) ; 0 ; right ; pi/2
x atan(1/x) ; 0 ;  ; 0
floor(x) ; 2 ; left ; 1
floor(x) ; 2 ;  ; dne
floor(x) ; 5/2 ;  ; 2
ceil(x) ; 2 ; right ; 3
floor(sin(x)/x) ; 0 ;  ; 0
floor(-tan(x)/x) ; 0 ;  ; -2
floor((cos(x) - 1)/x) ; 0 ; right ; -1
ceil((cos(x) - 1)/x) ; 0 ; left ; 1
sign(sin(x)) ; 0 ; right ; 1
sign(sin(x)) ; 0 ; left ; -1
sign(log(x)) ; 1 ; left ; -1
sign(cos(x)) ; pi/2 ; right ; -1
mod(x, 2) ; 4 ; left ; 2
mod(x, 2) ; 4 ; right ; 0
max(x, -x)/x ; 0 ; left ; -1
min(x, x^2)/x ; 0 ;  ; dne
piecewise(x < 0: 1, -1) ; 0 ;  ; dne
piecewise(x < 0: 1, -1) ; 0 ; left ; 1
piecewise(x <= 0: 0, -6/x^2) ; 0 ; right ; -oo
piecewise(x = 0: 5, sin(x)/x) ; 0 ;  ; 1
piecewise(x < 1: x^2, 2x - 1) ; 1 ;  ; 1
relu(x)/x ; 0 ;  ; dne
x/|sqrt(x^2 - 1)| ; -1 ; left ; -oo
sqrt(x) ; 0 ;  ; 0
sqrt(1 - x^2) ; 1 ;  ; 0
asin(x) ; 1 ;  ; pi/2
log(x) ; 0 ;  ; -oo
acosh(x)/sqrt(x - 1) ; 1 ;  ; sqrt(2)
|log(x)| ; 0 ;  ; oo
x sin(1/x) ; 0 ;  ; 0
x^2 cos(1/x) ; 0 ;  ; 0
sin(1/x) ; 0 ;  ; dne
cos(1/x)/x ; 0 ;  ; dne
sin(x) ; oo ;  ; dne
cos(x)^2 ; oo ;  ; dne
x sin(x) ; oo ;  ; dne
sin(x)/x ; oo ;  ; 0
(x + sin(x))/x ; oo ;  ; 1
x + sin(x) ; oo ;  ; oo
cos(x) e^-x ; oo ;  ; 0
x sin(1/x) ; oo ;  ; 1
sin(x)^2 + cos(x)^2 ; oo ;  ; 1
(2x^2 + 1)/(3x^2 - x) ; oo ;  ; 2/3
(x^3 + 1)/(x^2 + 1) ; -oo ;  ; -oo
(x + 1)/(x^2 + 1) ; oo ;  ; 0
sqrt(x^2 + x) - x ; oo ;  ; 1/2
sqrt(x^2 + x) + x ; -oo ;  ; -1/2
x/sqrt(x^2 + 1) ; oo ;  ; 1
x/sqrt(x^2 + 1) ; -oo ;  ; -1
cbrt(x^3 + x^2) - x ; oo ;  ; 1/3
sqrt(x + sqrt(x)) - sqrt(x) ; oo ;  ; 1/2
(1 + 1/x)^x ; oo ;  ; e
(1 + 1/x)^x ; -oo ;  ; e
(1 + 2/x)^(3x) ; oo ;  ; e^6
(x/(x + 1))^x ; oo ;  ; e^(-1)
(1 + 1/x)^(x^2)/e^x ; oo ;  ; e^(-1/2)
x (1 + 1/x)^x - e x ; oo ;  ; -e/2
((x + 1)/(x - 1))^x ; oo ;  ; e^2
(1 + 1/x^2)^x ; oo ;  ; 1
(1/2)^x ; -oo ;  ; oo
(1/2)^x ; oo ;  ; 0
2^x ; -oo ;  ; 0
2^x ; oo ;  ; oo
e^x/x^10 ; oo ;  ; oo
x^10 e^-x ; oo ;  ; 0
x e^x/(e^x - 1) ; -oo ;  ; 0
(x + e^x)/(x - 1) ; -oo ;  ; 1
(6^(x+1) + x + 1)/(6^x + x) ; oo ;  ; 6
(3^x + 2x^10)/(x^10 + e^x) ; -oo ;  ; 2
log(x)/x ; oo ;  ; 0
log(x)^3/sqrt(x) ; oo ;  ; 0
log(log(x)) ; oo ;  ; oo
log(x) ; oo ;  ; oo
1/log(x) ; oo ;  ; 0
1/log(x) ; 0 ;  ; 0
log(x + 1) - log(x) ; oo ;  ; 0
x (log(x + 1) - log(x)) ; oo ;  ; 1
log(2x + 1)/log(x) ; oo ;  ; 1
log2(x)/log10(x) ; oo ;  ; log(10)/log(2)
x^(1/x) ; oo ;  ; 1
(e^x + x)^(1/x) ; oo ;  ; e
(2^x + 3^x)^(1/x) ; oo ;  ; 3
atan(x) ; oo ;  ; pi/2
atan(x) ; -oo ;  ; -pi/2
x (pi/2 - atan(x)) ; oo ;  ; 1
tanh(x) ; oo ;  ; 1
tanh(x) ; -oo ;  ; -1
sinh(x)/e^x ; oo ;  ; 1/2
asinh(x) - log(x) ; oo ;  ; log(2)
acot(x) ; oo ;  ; 0
sigmoid(x) ; oo ;  ; 1
softplus(x) - x ; oo ;  ; 0
erf(x) ; oo ;  ; 1
x! ; oo ;  ; oo
x!/x^x ; oo ;  ; 0
floor(x)/x ; oo ;  ; 1
e^(e^x)/e^x ; oo ;  ; oo
x^5 - x^4 ; oo ;  ; oo
x^5 - x^4 ; -oo ;  ; -oo
7 ; 0 ;  ; 7
sin(a x)/x ; 0 ;  ; a
(e^(a x) - 1)/(b x) ; 0 ;  ; a/b
(x^2 - a^2)/(x - a) ; a ;  ; 2a
(cos(x) - cos(a))/(x - a) ; a ;  ; -sin(a)
(1 + a/x)^x ; oo ;  ; e^a
(a x + 1)/(b x + 2) ; oo ;  ; a/b
gamma(x) ; 1 ;  ; 1
x gamma(x) ; 0 ;  ; 1
(log(x) - 1)^(1 - sqrt(x)) ; e ;  ; oo
x^2 (1 - cos(1/x)) ; oo ;  ; 1/2
(x - log(x))/x ; oo ;  ; 1
x^(2/3) - x^(1/3) ; oo ;  ; oo
(sqrt(1 + x) - 1 - x/2)/x^2 ; 0 ;  ; -1/8
(sin(x) - x cos(x))/x^3 ; 0 ;  ; 1/3
(2 sin(x) - sin(2x))/(x - sin(x)) ; 0 ;  ; 6
(e^(x^2) - cos(x))/x^2 ; 0 ;  ; 3/2
log(cos(x))/x^2 ; 0 ;  ; -1/2
(5^x - 4^x)/(3^x - 2^x) ; 0 ;  ; log(5/4)/log(3/2)
(atan(x) - pi/4)/(x - 1) ; 1 ;  ; 1/2
(x^pi - 1)/(x - 1) ; 1 ;  ; pi
x^2 log(1 + 1/x^2) ; oo ;  ; 1
(x^2 + 1)^(1/log(x)) ; oo ;  ; e^2
""".strip().splitlines()
]
