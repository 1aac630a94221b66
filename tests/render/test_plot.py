"""Pictures on a terminal: what they look like, and the laws they keep."""

from __future__ import annotations

import math
import subprocess
import sys
import unicodedata

import plotext
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc_cli.plotting.plot import (
    Areas,
    Arrow,
    Arrows,
    Contours,
    Curve,
    Heat,
    Layer,
    Level,
    Panel,
    Plot,
    Points,
    Range,
    Scatter,
    Style,
    Uprights,
)
from mvcalc_cli.render import Output, emit
from mvcalc_cli.render.layout import layout
from mvcalc_cli.render.paint import paint
from mvcalc_cli.render.plot import _braille, picture_rows
from mvcalc_cli.render.segments import Tint, row_width
from mvcalc_cli.report import Picture, Report

from .plots import ALL, CIRCLE, FIELD, HEAT, RIEMANN, TAYLOR, graph

SCREENS = {
    ("taylor", 80, 24, False): """\
  2 ┤        ⢣                            │                ⠠ ⠁                 ⢠
    │        ⠈⠂                           │             ⢀ ⠁                   ⠠⠃
    │         ⠐⡄                          │            ⠂                     ⢀⠄
  1 ┤          ⠱                          │        ⢀ ⠁⣀⣀⣀⣀⣀⣀⣀               ⢠
    │⢄⡀         ⢠                         │      ⢀⡢⠔⠚⠉⠁ ⠈⠉⠓⠂⠉⠙⠳⢤⣠⡀        ⢀⡔⠃
    │ ⠉⠓⢄⡀       ⢣                        │   ⢀⠤⠊⠁           ⠑⢆ ⠈⠑⠢⣝⠒⠲⠄ ⠔ ⠁
    │    ⠈⠲⣄       ⡀                      │ ⡠⠚⠁                 ⢀  ⠈⠑⠢⡀
  0 ┤───────⠑⢦⡀────⠱⡀────────────────────⣠●⠋────────────────────⠈⢆────⠈⠳⢄───────
    │         ⠈⠢⢄⡀  ⠁                 ⢀⡤⠊ │                      ⠈       ⠙⠦⡀
    │     ⢀⡤ ⠐⠂ ⠤⣝⣢⢄⡀ ⠱⢄           ⢀⡠⠒⠁   │                        ⢣       ⠈⠑⢤⣀
    │   ⠠⠜⠁       ⠈⠉⠉⠷⠦⢄⣀⠠⢤⣀⣀ ⢀⣀⡤⠔⠪⠁      │                         ⠃         ⠈⠑
 −1 ┤  ⡰                ⠉⠉⠉⠉⠉⠉⠉⢀ ⠁        │                          ⢆
    │ ⡠                       ⠂           │                          ⠘⠄
    │⢠⠃                   ⠠ ⠈             │                           ⠠⡀
 −2 ┤⠃                 ⢀ ⠂                │                            ⢣
    └┬─────────────────┬──────────────────┬──────────────────┬─────────────────┬
    −4                −2                  0                  2                 4
  ━━ sin x   ·· T₁   ╌╌ T₃   ─· T₅   ● centre
""",
    ("field", 80, 24, False): """\
    │                        ⣀⣀⡠⠤⠔⠒⠒⠒⠊⠉⠉⠉⠉⠉⠉⠉⠉⠉⠑⠒⠒⠒⠢⠤⢄⣀⣀
    │                   ⣀⠤⠖⠊⠉             │             ⠉⠑⠲⠤⣀
  2 ┤              ↖⣀⡤⠒⠉           ⣀⣀⣠⠤⠤⠤⠤↑⠤⠤⠤⠤⣄⣀⣀           ⠉⠒⢤⣀↗
    │             ⡠⠚⠁        ⢀⡠⠴⠒⠉⠉       │       ⠉⠉⠒⠦⢄⡀        ⠈⠓⢄
    │           ⡠⠊        ⢀⡔⠊⠁            │            ⠈⠑⢢⡀        ⠑⢄
    │          ⡜        ⢀⠔⠁        ⣀⠤⠖⠒⠉⠉⠉⠉⠉⠉⠉⠒⠲⠤⣀        ⠈⠢⡀        ⢣
    │         ⢸⠁       ⢀⡎        ⣠⠊       │       ⠑⣄        ⢱⡀       ⠈⡇
  0 ┤─────────⢸────←───⢸─────────⡇────────┼────────⢸─────────⡇───→────⡇─────────
    │         ⢸⡀       ⠈⢇        ⠙⢄       │       ⡠⠋        ⡸⠁       ⢀⡇
    │          ⢣        ⠈⠢⡀        ⠉⠒⠦⠤⣀⣀⣀⣀⣀⣀⣀⠤⠴⠒⠉        ⢀⠔⠁        ⡜
    │           ⠑⢄        ⠈⠣⢄⡀            │            ⢀⡠⠜⠁        ⡠⠊
    │             ⠑⢤⡀        ⠈⠑⠲⠤⣀⣀       │       ⣀⣀⠤⠖⠊⠁        ⢀⡤⠊
 −2 ┤              ↙⠉⠓⠤⣀           ⠉⠉⠙⠒⠒⠒⠒↓⠒⠒⠒⠒⠋⠉⠉           ⣀⠤⠚⠉↘
    │                   ⠉⠒⠦⢄⣀             │             ⣀⡠⠴⠒⠉
    │                        ⠉⠉⠑⠒⠢⠤⠤⠤⢄⣀⣀⣀⣀⣀⣀⣀⣀⣀⡠⠤⠤⠤⠔⠒⠊⠉⠉
    └┬─────────────────┬──────────────────┬──────────────────┬─────────────────┬
    −4                −2                  0                  2                 4
  ⠤⠤ f = 1, 4, 9   → ∇f
""",
    ("taylor", 40, 15, False): """\
  2 ┤   ⠈⢦            │      ⠄⠈        ⠔
    │⠤⣀  ⠈⠁           │ ⢀⡠⠴⠚⠒⠒⠶⣶⠤⣄⣀⣀⣀⡤⠂
  0 ┤──⠉⠲⢤⣀⠑⣄───────⢀⡠●⠊⠁────────⢀⠉⠓⠦⣀──
    │ ⡠⠒ ⠉⠉⠙⠒⠧⠤⠤⠤⠤⠶⠊⠁ │           ⢣⡀  ⠉⠒
 −2 ┤⠜       ⡀ ⠂ ⠁    │             ⡀
    └┬───────┬────────┬────────┬───────┬
    −4      −2        0        2       4
  ━━ sin x   ·· T₁   ╌╌ T₃   ─· T₅
  ● centre
""",
    ("taylor", 40, 15, True): """\
  2 +   ==            |        :       ~
    |**  ===          | **********  ~~~
  0 +--*****==------**@**------==*****--
    | ~~~~~********** |               **
 -2 +~     :   :      |
    ++--------+-------+--------+-------+
    -4       -2       0        2       4
  ** sin x   :: T_1   == T_3   ~~ T_5
  @ centre
""",
    ("heat", 40, 15, False): """\
    │████▓▓▓▓▓▓▓▒▒▒▒▒▒▒▒▒▒▒▒▒▓▓▓▓▓▓▓████
  2 ┤▓▓▓▓▓▒▒▒⢀⣀⡤⠤⠖⠒⠒⠒⠒⠚⠒⠒⠒⠒⠲⠤⢤⣀⡀▒▒▒▓▓▓▓▓
    │▓▓▒▒▒▒⣠⠞⠉░░░░         ░★░░⠉⠳⣄▒▒▒▒▓▓
  0 ┤▓▒▒▒▒░⡇░░░               ░░░⢸⠆▒▒▒▒▓
    │▓▓▒▒▒▒⠙⢦⣀░░░░         ░░░░⣀⡴⠋▒▒▒▒▓▓
 −2 ┤▓▓▓▓▓▒▒▒⠈⠉⠓⠒⠦⠤⠤⠤⠤⠤⠤⠤⠤⠤⠴⠒⠚⠉⠁▒▒▒▓▓▓▓▓
    │████▓▓▓▓▓▓▓▒▒▒▒▒▒▒▒▒▒▒▒▒▓▓▓▓▓▓▓████
    └┬─────┬────┬─────┬─────┬─────┬────┬
    −3    −2   −1     0     1     2    3
   ░▒▓█ f   ⠤⠤ f = 4   ★ here
""",
    ("heat", 40, 15, True): """\
    |@@@@@########xxxxxxxxx########@@@@@
  2 +####xxxxx+...............+xxxxx####
    |#xxxx+....-----     ---X-....+xxxx#
  0 +xxx+++.----             ----.+++xxx
    |#xxxx+....-----     -----....+xxxx#
 -2 +####xxxxx+...............+xxxxx####
    |@@@@@########xxxxxxxxx########@@@@@
    ++-----+----+-----+-----+----+-----+
    -3    -2   -1     0     1    2     3
   -+x#@ f   .. f = 4   X here
""",
    ("circle", 40, 15, False): """\
  1 ┤     ⣀⡤⠤⢤⣀
    │  ⢀⡔⠋  │  ⠙⢢⡀
    │ ⢀⡎    │    ⢱⡀
  0 ┤─⢸─────┼─────⡇─
    │ ⠈⢇    │    ⡸⠁
    │  ⠈⠣⣄  │  ⣠⠜⠁
 −1 ┤     ⠉⠓⠒⠚⠉
    └─┬─────┬─────┬─
     −1     0     1
  ━━ x² + y² = 1
""",
    ("riemann", 40, 15, False): """\
     │   │                         ⣀
     │   │                      ⣀⡴⠋
  10 ┤   │                   ⣏⡭⠛⡉⠋⡉⢻
     │   │                ⣀⠴⠚⡇⡀⠂⡀⠂⡀⢺
     │   │           ⢀⣸⠯⡟⠋⡉⠋⡉⡇⡀⠂⡀⠂⡀⢺
     │   │    ⢀⣀⣖⠶⡶⠒⡛⠛⣺⠂⡀⠂⡀⠂⡀⡇⡀⠂⡀⠂⡀⢺
   0 ┤   ⠈⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉
     └───┬──────┬─────┬──────┬─────┬───
         0      1     2      3     4
  ▒▒ 4 parts   ━━ f
""",
    ("riemann", 40, 15, True): """\
     |   |
     |   |                      ****
  10 +   |                  |****---
     |   |               *****     |
     |   |          ******--|      |
   0 +---************-|-----|------|---
     |   |
     +---+------+-----+-----+------+---
         0      1     2     3      4
  [] 4 parts   ** f
""",
    ("field", 40, 15, True): """\
    |          ...............
  2 +      \\.... .....^..... ..../
    |    ...  ... ......... ...  ...
  0 +----.-<--.---.---+---.---..->-.----
    |    ...  ... ......... ...  ...
 -2 +      /.... .....v..... ....\\
    |          ...............
    ++--------+-------+--------+-------+
    -4       -2       0        2       4
  .. f = 1, 4, 9   -> grad f
""",
    ("field", 20, 15, False): """\
  2 ┤  ↖⣠⠔⠚⣉↑⣉⠓⠢⣄↗
    │  ⡼⠁⡴⠋⣡⠤⣌⠙⢦⠈⢧
  0 ┤──←⢸⡁⢸⡁┼⢈⡇⢈⡇→──
    │  ⢳⡀⠳⣄⡙⠒⢋⣠⠞⢀⡞
 −2 ┤  ↙⠙⠢⢤⣉↓⣉⡤⠔⠋↘
    └┬──┬───┬───┬──┬
    −4 −2   0   2  4
  ⠤⠤ f = 1, 4, 9
  → ∇f
""",
    ("taylor", 120, 40, False): """\
  2.0 ┤            ⢱                                           │                          ⠠
      │            ⠈⠂                                          │                         ⠂                             ⠘
      │             ⢠                                          │                      ⡀⠈                              ⠠⠂
  1.5 ┤             ⠘⠄                                         │                     ⠄                                ⡄
      │              ⢀                                         │                   ⠐                                 ⢰⠁
      │              ⠈⡆                                        │                 ⡀⠁                                  ⠁
      │               ⠁                                        │               ⠠                                    ⠊
  1.0 ┤                ⢆                                       │              ⠐   ⢀⣀⣀⣀⣀⣀⣀⡀                         ⡰
      │                ⠸                                       │           ⢀ ⠁⣠⠴⠚⠋⠁ ⠒⠒⠆ ⠈⠉⠑⠳⠤⣠⡀                   ⡜⠁
      │⢄                ⢀                                      │          ⢐⡠⠖⠉          ⠈⠒⢄  ⠈⠚⢕⡢ ⡀             ⢠
      │ ⠉⠢⡀             ⠈⡆                                     │        ⣠⠕⠉                 ⣀   ⠈⠒⢌ ⠠⣄⡀       ⣀⠄
  0.5 ┤   ⠈⠢⡀            ⠈                                     │      ⣀⠎                    ⠈⢣     ⠑⢄⡀⠈⠉ ⠐⠂ ⠒⠉
      │     ⠈⠢⡀           ⢣                                    │    ⡠⠖⠁                        ⡀     ⠑⢄
      │       ⠈⠢⡀          ⠃                                   │  ⣠⠊                           ⠘⡄      ⠑⢄
      │         ⠈⠢⡀         ⢄                                  │⣠⠞⠁                                     ⠈⠳⣄
  0.0 ┤───────────⠙⢦⡀───────⠘⠄────────────────────────────────⢀●⠁────────────────────────────────⠑⡄───────⠈⠳⣄───────────
      │             ⠙⢦⡀       ⡄                             ⢀⡴⠋│                                  ⠈         ⠈⠢⡀
      │               ⠑⢄      ⠘⡄                           ⡠⠋  │                                   ⢱          ⠈⠢⡀
      │                 ⠑⢄      ⢀                       ⢀⠔⠊    │                                    ⠃           ⠈⠢⡀
 −0.5 ┤           ⠤⠤⠢⠤  ⡀⠈⠑⢄     ⢳⡀                    ⣠⠋      │                                     ⡄            ⠈⠢⡀
      │       ⢀ ⠉       ⠈⠐⠢⢄⡑⠤⡀    ⢀                ⢀⠔⠏        │                                     ⠸⡀             ⠈⠢⣀
      │      ⡰⠃             ⠈⠁⠈⢕⠤⡀  ⠑⠤           ⣀⠴⠊⠑          │                                                       ⠑
      │     ⠘                    ⠘⠲⢦⣄⣀⡀⠐⠒⠤⠄ ⢠⣤⡤⠖⠊ ⡀⠈           │                                      ⠘⡆
 −1.0 ┤    ⠈                          ⠈⠉⠉⠉⠉⠉⠁   ⠠              │                                       ⠑
      │   ⡸                                   ⡀⠂               │                                        ⢆
      │  ⢰⠁                                 ⢀                  │                                        ⠸
      │ ⢀                                  ⠄                   │                                         ⢀
 −1.5 ┤ ⠈                               ⢀⠐                     │                                         ⠘⡄
      │⢠⠃                              ⠄                       │                                          ⠁
      │⡎                             ⠐                         │                                          ⠰⡀
 −2.0 ┤                            ⡀⠈                          │                                           ⠇
      └┬─────────────┬─────────────┬─────────────┬─────────────┬─────────────┬─────────────┬─────────────┬─────────────┬
      −4            −3            −2            −1             0             1             2             3             4
  ━━ sin x   ·· T₁   ╌╌ T₃   ─· T₅   ● centre
""",
    ("fit", 80, 24, False): """\
  20 ┤                                                                       •
     │                                                                   ⢀⡠⠴⠊⠃
     │                                                               ⢀⡠⢴⠊⠉
     │                                                     ⢀    ⢀•⠤⠒⠋⠁ •
     │                                                     •⣀⠤⠔⠊⠉⠘
  10 ┤                                                •⡠⠤⠒⠋⠉
     │                                    ⢠    ⢀⣀⡤⠤⠒⠊⠉⠃
     │                              ⢀   ⣀⣀•⠤⠒⠚⠉⠁•
     │             ⡀     •    ⣠⣀⣠⠤⠤⠔•⠚⠉⠉        ⠃
   0 ┤─•⣀⣀⣀⣀⣀⣄⣀⣀⣠⠤⠤•⠤⠤⠔⠒⠒⠓⠚⠉⠉⠉•─────⠈──────────────────────────────────────────
     │ ⠈     •     ⠁
  residuals
   2 ┤                   ⡀
     │ ⢀                 ⡇                ⢰                ⢠                 ⡀
   0 ┤─⠘─────⡆─────⠂─────⠃────⢰─────⢰─────⠘─────⡆─────⠃────⠘─────⠰─────⢰─────⠃─
     │       ⠇                ⠈                 ⡇                      ⠸
  −2 ┤                                          ⠇
     └─┬───────────┬──────────┬───────────┬───────────┬──────────┬───────────┬─
       0           2          4           6           8         10          12
  │ ± σ
""",
    ("fit", 40, 15, True): """\
  20 +                               o
     |                        |*o**o**
  10 +                |  **o**o*|
     | |    |*o**o*o**o**o
   0 + o*o**o*   |
  residuals
   2 +        |
   0 +-|-|--|-|--|-|--|--|-|--|-|--|-|-
  -2 +                   |
     +-+-----------+------------+------
       0           5           10
  | +/- sigma
""",
    ("cloud", 80, 24, False): """\
  20 ┤                                                                   ⡄⢐ ⢃
     │                                                              ⣀⢀⠆⢌⠈⢀⡠⠴⠊⠁
     │                                                         ⢀ ⠆⠨⡁⠢⢀⡠⠴⠊⠉⡀⣑ ⠆
     │                                                   ⡀ ⡄⡐⠠⢁⠐⢀⣀⠤⠒⠋⠁⢈⠄⠌⠈⠂
     │                                              ⢀ ⠄⢐⠂⢌⠐⢀⣀⠤⠔⠊⠉⢈⠄⢰ ⠂⠈
  10 ┤                                      ⢀ ⣀ ⠄⡐⠠⡁⠐⠄⣀⡠⠤⠒⠋⠉⡀⡡⠠⡂⠒ ⠁
     │                              ⢀⡀⢀ ⠄⠐ ⣁⠠⠅⠒⢀⣀⡤⠤⠒⠊⠉⠐⡀⢠ ⠅⠘ ⠁
     │                  ⢀⢀⡀⢀ ⠄⠠ ⢂⢐⡁⡩⠠⠄⠒⠐⣀⣀⠤⠤⠒⠚⠉⠁⠈⡀⡠⠠⡂⠪⠈⠂
     │  ⠰⡀⢆⠠⡂⢔⠠⡂⢐ ⡂⠘⡀⡡⢈⠅⡡⠠⠂⠔⠐⠁⣀⣀⣠⠤⠤⠔⠒⠚⠉⠉⠈⡁⣁⠠⡄⠰ ⠅⠘ ⠁
   0 ┤─⢀⣀⣀⣀⣀⣀⣀⣀⣀⣠⠤⠤⠤⠤⠤⠔⠒⠒⠒⠚⠉⠉⠉⠂⡉⢀⡀⠠─⡄⠰⠂⠍⠈⠂⠈────────────────────────────────────
     │ ⢀⠂⡐⢀⠂⢀⠂⡐⢀⠁⢌⠠⡁⢄⠠⡄⢰ ⡆⠰⠂⠕⠈⠃⠘ ⠁⠈
  residuals
   1 ┤  ⠰ ⠆⠠⠂⠔⠠⠂⠰ ⠆⠰ ⠆⠠⠂⠔⠠⠂⠰ ⠆⠰ ⠂⠐⠂⠒⠐⠂⠐ ⠂⠐ ⠂⠐⠂⠢ ⠆⠰ ⠆⠰ ⠆⠐⠄⠢ ⠆⠰ ⠆⠰ ⠆⠐⠄⠢ ⠆⠰ ⠆⠰ ⠆
     │  ⢀⠁⠌⠠⠁⠌⠠⠁⠌⠠⠁⠠⠁⠌⠠⠂⠔⠠⠂⠔⠠⠂⠠⠂⠒⠐⠂⠒⠐⠂⠒⠐⠂⠐⠂⠒⠐⠂⠢⠐⠄⠢⠐⠄⠐⠄⠢⠈⠄⠡⠈⠄⠡⠈⠠⠈⠄⠡⠈⠄⠡⠈⡀⢁⠈⢀⠈⡀⢁
   0 ┤─⠐─⠄⠠─⠄⠠─⠠─⠄⠠─⠄⠠─⠄⠠─⠠─⢄⢀⡀⣀⢀⢀⡀⣀⢀⢀⡀⣀⢀⡀⣀⢀⢀⡀⣀⢀⢀⠄⠠─⠄⠠─⠠─⠄⠠─⠄⠠─⠄⠠─⠠─⠄⠠─⠂⠐─⠂⠐───
     │ ⢀⠁⡈⢀⠁⢀⠁⡈⢀⠁⡈⢀⠁⠈ ⠁ ⠁⠈ ⠁                      ⠁⠈ ⠁⠈ ⠁⠈⡀⠈⡀⢁⠈⡀⢁⠈⡀⢁⠈⡀⠈⡀⢂⠐⡀⢂⠐⡀
  −1 ┤ ⠠⠂⠰ ⠆⠰ ⠆⠠⠂⠔ ⠆⠱⠈⠆⠸ ⠇⠨⠁⠍⠈⠅⠩⠈⠅⠨ ⠅⠨⠁⠍⠈⠅⠩⠈⠅⠨ ⠅⠨⠁⠍⠐⠅⠪⠐⠅⠸ ⠆⠰ ⠆⠐⠄⠢⠐⠄⠰ ⠆⠰ ⠆⠐⠄⠢ ⠆
     └─┬───────────┬──────────┬───────────┬───────────┬──────────┬───────────┬─
       0           2          4           6           8         10          12
  ━━ fit
""",
    ("cloud", 40, 15, True): """\
  20 +                            ...*
     |                       ..*******
  10 +              .....*******...
     | ......*************...
   0 + *******........
  residuals
   1 + ...............................
   0 +-...............................-
  -1 + ...............................
     +-+-----------+------------+------
       0           5           10
  ** fit
""",
    ("histogram", 80, 24, False): """\
  count
     │
     │                             ⣠⠔⠒⠒⠒⠦⡀▆▆▆▆▆▆▆
     │                           ⡠⠊ █████⠈⠲⡀█████
  10 ┤                         ⢀⡜   ███████⠘⢤████
     │                        ⢠⠃    █████████⢣███
     │                       ⡠⠃     ██████████⠱⡀█
     │                ▁▁▁▁▁▁⡰⠁▁▁▁▁▁▁███████████⠈⢆
     │                ████⢀⠜████████████████████⠈⢆
     │                ███⢠⠊██████████████████████ ⢣
   5 ┤                ██⡠⠃███████████████████████  ⠱⡄
     │                ⢀⡜█████████████████████████   ⠘⢤
     │               ⡰⠃██████████████████████████     ⠳⣀
     │  ▃▃▃▃▃▃▃▃▃▃⢀⡠⠊▃███████████████████████████      ⠈⠓⢄
     │  ███████⣀⡤⠒⠉██████████████████████████████         ⠑⠢⢄⡀ ▂▂▂▂▂▂▂▂▂▂▂▂▂▂
   0 ┤ ⢀⠤⠤⠤⠤⠒⠒⠉⠁█████████████████████████████████            ⠈⠙⠒⠲⠤⠤⠤⢄⣀⣀⣀⣀⣀⣀⣀⣀⡀
     └─┬─────────────┬─────────────┬─────────────┬─────────────┬─────────────┬─
       0             1             2             3             4             5
  ━━ normal   across: height
""",
    ("histogram", 40, 15, True): """\
  count
     |             ***::::
  10 +          ****::***:
   5 +       :***:::::::***
     | ::::****:::::::::::****
   0 + *****::::::::::::::   *********
     +-+-----+-----+-----+-----+-----+-
       0     1     2     3     4     5
  ** normal   across: height
""",
}  # fmt: skip


USUAL = Output()


def shown(plot: Plot, output: Output = USUAL, columns: int = 0, rows: int = 0) -> str:
    return paint(picture_rows(Picture(plot, columns, rows), output), color=output.color)


@pytest.mark.parametrize("case", SCREENS, ids=lambda case: "-".join(map(str, case)))
def test_screens(case: tuple[str, int, int, bool]) -> None:
    name, width, height, ascii = case
    assert shown(ALL[name], Output(width=width, height=height, ascii=ascii)) == SCREENS[case]


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40), (40, 15)])
def test_colour_adds_and_never_changes_lines(name: str, width: int, height: int) -> None:
    """A heat map's half blocks aside, the characters are the same with colour and without."""
    plain = picture_rows(Picture(ALL[name]), Output(width=width, height=height))
    for deep in ({}, {"many_colors": True}, {"many_colors": True, "true_color": True}):
        output = Output(width=width, height=height, color=True, **deep)  # type: ignore[arg-type]
        rows = picture_rows(Picture(ALL[name]), output)
        assert [row_width(row) for row in rows][: len(plain) - 1] == [row_width(row) for row in plain][:-1]
        if name != "heat":
            assert paint(rows, color=False) == paint(plain, color=False)


@pytest.mark.parametrize("name", ALL)
def test_ascii_is_ascii(name: str) -> None:
    assert shown(ALL[name], Output(ascii=True, color=True)).isascii()


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40), (40, 15), (80, 60)])
def test_a_whole_screen_is_seen(name: str, width: int, height: int) -> None:
    """A picture leaves room for the command, a title, a closing line and the prompt; a panel, for the prompt alone."""
    rows = picture_rows(Picture(ALL[name]), Output(width=width, height=height))
    assert len(rows) <= height - (3 if ALL[name].panel else 4)
    assert all(row_width(row) <= width for row in rows)


@pytest.mark.parametrize("width", [1, 2, 3, 5, 8, 10, 13, 20])
@pytest.mark.parametrize("height", [1, 5, 15])
@pytest.mark.parametrize("plot", ALL.values(), ids=ALL)
def test_no_terminal_is_too_small(plot: Plot, width: int, height: int) -> None:
    layers = tuple(layer._replace(name="") for layer in plot.layers)
    bare = plot._replace(layers=layers, x_name="x", y_name="")
    rows = picture_rows(Picture(bare), Output(width=width, height=height))
    assert len(rows) >= 5
    assert all(row_width(row) <= width for row in rows)


def test_a_size_is_kept() -> None:
    bare = TAYLOR._replace(layers=TAYLOR.layers[:1], y_name="")
    rows = picture_rows(Picture(bare, 50, 10), Output())
    assert len(rows) == 10 + 1  # the legend is beneath
    assert max(map(row_width, rows)) == 50


def test_styles_differ_without_colour() -> None:
    texts = {
        style: shown(Plot((graph(math.sin, (0, 6), "f", style),), (0, 6), (-1, 1)), Output(ascii=ascii))
        for style in ("solid", "dashed", "dotted", "thin")
        for ascii in (False, True)
    }
    assert len(set(texts.values())) == 4


@pytest.mark.parametrize("slope", [0.0, 0.3, 1.0, 5.0, 1e9])
@pytest.mark.parametrize("style", ["dashed", "dotted", "thin"])
def test_a_dashed_line_has_gaps_at_every_slope(style: Style, slope: float) -> None:
    def dots(style: Style) -> int:
        plot = Plot((Curve((-1, 0, 1), (-slope, 0, slope), "", style),), (-1.0, 1.0), (-2.0, 2.0))
        return sum((ord(char) - 0x2800).bit_count() for char in shown(plot) if 0x2800 <= ord(char) < 0x2900)

    whole = dots("solid")
    assert 0.15 * whole < dots(style) < 0.75 * whole


def test_a_break_is_no_line() -> None:
    """Left and right of a pole nothing is joined."""
    pole = Curve((-1.0, -0.1, math.nan, 0.1, 1.0), (-1.0, -10.0, math.nan, 10.0, 1.0))
    output = Output(ascii=True)
    rows = shown(Plot((pole,), (-1.0, 1.0), (-2.0, 2.0)), output).splitlines()
    place = layout(Picture(Plot((), (-1.0, 1.0), (-2.0, 2.0))), output)
    middle = place.margin + 1 + place.column(0.5)
    assert not any("*" in row[middle - 2 : middle + 3] for row in rows)


def test_the_function_keeps_its_colour_beneath_its_approximation() -> None:
    lines = (graph(math.sin, (-1, 1)), graph(math.sin, (-1, 1), style="thin", hue="second"))
    looks = {look for row in picture_rows(Picture(Plot(lines, (-1, 1), (-1, 1))), Output()) for _, look in row}
    assert "first" in looks
    assert "second" not in looks


def test_heat_has_grounds_or_shades() -> None:
    true = {look for row in picture_rows(Picture(HEAT), Output(color=True, true_color=True)) for _, look in row}
    assert {type(look.ground) for look in true if isinstance(look, Tint)} >= {tuple}
    many = {look for row in picture_rows(Picture(HEAT), Output(color=True, many_colors=True)) for _, look in row}
    assert {type(look.ground) for look in many if isinstance(look, Tint)} >= {int}
    few = shown(HEAT, Output(color=True))
    assert "░" in few
    assert "38;" not in few


def test_contours_and_arrows_are_coloured_by_strength() -> None:
    looks = {look for row in picture_rows(Picture(FIELD), Output(color=True, true_color=True)) for _, look in row}
    assert len({look for look in looks if isinstance(look, Tint)}) >= 3


@pytest.mark.parametrize(
    ("dx", "dy", "sign"),
    [(1, 0, "→"), (0, 1, "↑"), (-1, 0, "←"), (0, -1, "↓"), (1, 1, "↗"), (-1, 1, "↖"), (-1, -1, "↙"), (1, -1, "↘")],
)
def test_arrows_point_as_they_are_seen(dx: float, dy: float, sign: str) -> None:
    square = Plot((Arrows((Arrow(0, 0, dx, dy, 1),)),), (-1, 1), (-1, 1), equal=True)
    assert sign in shown(square)
    stretched = Plot((Arrows((Arrow(0, 0, dx * 1e6, dy * 1e-6, 1),)),), (-1e6, 1e6), (-1e-6, 1e-6))
    assert sign in shown(stretched, rows=22, columns=45)


def test_a_circle_is_a_circle() -> None:
    """As many dots across as upwards; a dot of braille is as wide as high."""
    for width, height in ((80, 24), (120, 40), (60, 40)):
        text = shown(CIRCLE, Output(width=width, height=height)).splitlines()
        dots = [
            (2 * column + bit // 4, 4 * row + bit % 4)
            for row, line in enumerate(text)
            for column, char in enumerate(line)
            if "⠀" < char <= "⣿"
            for bit in range(8)
            if (ord(char) - 0x2800) >> (0, 1, 2, 6, 3, 4, 5, 7)[bit] & 1
        ]
        wide = max(u for u, _ in dots) - min(u for u, _ in dots)
        high = max(v for _, v in dots) - min(v for _, v in dots)
        assert abs(wide - high) <= 2


def test_names_of_axes_and_the_origin_of_long_labels() -> None:
    near = Plot((), (1e6, 1e6 + 1e-6), (0, 1), "t")
    text = shown(near)
    assert "t = 1000000 + the label" in text
    assert "e−7" in text
    assert shown(Plot((), (0, 1), (0, 1), "t")).endswith("1.0\n  across: t\n")
    assert "  t\n" in shown(Plot((), (0, 1.09), (0, 1), "t"))
    assert shown(Plot((), (0, 1), (0, 1), "t", "log loss")).startswith("  log loss\n")


def test_a_long_legend_wraps_between_its_entries() -> None:
    lines = tuple(graph(math.sin, (0, 1), f"curve number {k}") for k in range(6))
    rows = shown(Plot(lines, (0, 1), (0, 1)), Output(width=40)).splitlines()
    assert rows[-3:] == [
        "  ━━ curve number 0   ━━ curve number 1",
        "  ━━ curve number 2   ━━ curve number 3",
        "  ━━ curve number 4   ━━ curve number 5",
    ]


def test_names_cannot_write_to_the_terminal() -> None:
    evil = Plot((graph(math.sin, (0, 1), "\x1b[31mred\n"), Points((0.5,), (0.5,), "\x1b", "\x07")), (0, 1), (0, 1))
    text = shown(evil)
    assert not any(unicodedata.category(char) == "Cc" for char in text.replace("\n", ""))


def test_a_million_points_are_drawn() -> None:
    count = 1_000_000
    xs = tuple(k / count for k in range(count))
    fast = Curve(xs, tuple((k * 7919 % 1000) / 1000 for k in range(count)))
    assert "⣿⣿⣿" in shown(Plot((fast,), (0.0, 1.0), (0.0, 1.0)))


def test_the_picture_is_a_block_of_a_report() -> None:
    text = emit(Report("plot", (Picture(TAYLOR),)), Output(width=40, height=15))
    assert text == SCREENS["taylor", 40, 15, False]
    plain = emit(Report("plot", (Picture(TAYLOR),)), Output("plain", width=40, height=15))
    assert plain == SCREENS["taylor", 40, 15, True]


@given(st.sets(st.tuples(st.integers(0, 59), st.integers(0, 43)), min_size=1, max_size=200))
@settings(max_examples=50, deadline=None)
def test_dots_are_packed_as_plotext_packs_them(spots: set[tuple[int, int]]) -> None:
    place = layout(Picture(TAYLOR, 40, 20), Output(width=40, height=20), 1)
    place = place._replace(columns=30, rows=11)
    plotext.clear_figure()
    plotext.limit_size(False, False)
    plotext.plot_size(30, 11)
    plotext.theme("clear")
    plotext.frame(False)
    plotext.xticks([])
    plotext.yticks([])
    plotext.xlim(0, 59)
    plotext.ylim(0, 43)
    us, vs = zip(*sorted(spots), strict=True)
    plotext.scatter(list(us), list(vs), marker="braille")
    expected = plotext.build().replace("\x1b[0m", "").split("\n")[:11]
    assert [row.rstrip() for row in _braille(spots, place)] == [row.rstrip() for row in expected]


def test_pictures_are_loaded_where_there_is_one_alone() -> None:
    program = (
        "import sys; from mvcalc_cli.render import Output, emit; from mvcalc_cli.report import *;"
        "emit(Report('diff', (Line((Span(2.0),)),)), Output(color=True));"
        "print({'plotext', 'numpy', 'matplotlib', 'mvcalc_cli.render.plot'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"


RANGES = st.sampled_from(
    [
        (-5.0, 5.0), (0.0, 1.0), (-1e308, 1e308), (-sys.float_info.max, sys.float_info.max), (1e6, 1e6 + 1e-9),
        (0.0, 5e-324), (1e300, 1.1e300), (-3e-7, 2e-7), (123456.7, 123457.1), (math.nextafter(1, 0), 1.0),
    ]
)  # fmt: skip
NUMBERS = st.floats(-6, 6) | st.sampled_from(
    [math.nan, math.inf, -math.inf, 1e308, -1e308, sys.float_info.max, 5e-324, 1e6, 0.0, -0.0]
)
PAIRS = st.lists(st.tuples(NUMBERS, NUMBERS), max_size=12).map(tuple)
COLUMNS = PAIRS.map(lambda pairs: (tuple(x for x, _ in pairs), tuple(y for _, y in pairs)))
NAMES = st.sampled_from(["", "f", "tangent at 2", "<b>&"])
LAYERS: st.SearchStrategy[Layer] = st.one_of(
    st.builds(
        lambda c, n, s: Curve(c[0], c[1], n, s), COLUMNS, NAMES, st.sampled_from(["solid", "dashed", "dotted", "thin"])
    ),
    st.builds(lambda c, m, n: Points(c[0], c[1], m, n), COLUMNS, st.sampled_from(["●", "★", "", "漢", "ab"]), NAMES),
    st.builds(lambda c, n: Scatter(c[0], c[1], n), COLUMNS, NAMES),
    st.builds(
        lambda c, n, capped: Uprights(c[0], c[1], c[1][::-1], n, "second", capped), COLUMNS, NAMES, st.booleans()
    ),
    st.builds(lambda outline, n: Areas((outline,), n), PAIRS, NAMES),
    st.builds(lambda c, v, n: Contours((Level(v, (c,)), Level(v, ())), n), COLUMNS, NUMBERS, NAMES),
    st.builds(
        lambda rows, xs, ys, n: Heat(tuple(rows), xs, ys, n),
        st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), max_size=4),
        RANGES,
        RANGES,
        NAMES,
    ),
    st.builds(
        lambda found, n: Arrows(tuple(found), n),
        st.lists(st.builds(Arrow, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS), max_size=4),
        NAMES,
    ),
)
PLOTS = st.builds(
    Plot,
    st.lists(LAYERS, max_size=3).map(tuple),
    RANGES,
    RANGES,
    st.sampled_from(["x", "t", ""]),
    st.sampled_from(["", "y"]),
    st.booleans(),
    st.none() | st.builds(Panel, st.lists(LAYERS, max_size=2).map(tuple), RANGES, NAMES, st.just("second")),
)
OUTPUTS = st.builds(
    Output,
    width=st.sampled_from([24, 40, 80, 120]),
    height=st.sampled_from([1, 15, 24, 40]),
    ascii=st.booleans(),
    color=st.booleans(),
    many_colors=st.booleans(),
    true_color=st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(PLOTS, OUTPUTS)
def test_nothing_breaks_a_picture(plot: Plot, output: Output) -> None:
    rows = picture_rows(Picture(plot), output)
    place = layout(Picture(plot), output)
    assert len(rows) >= place.rows >= 5
    assert place.rows <= max(5, output.height)
    assert all(row_width(row) <= output.width for row in rows)
    paint(rows, color=output.color)


@settings(max_examples=50, deadline=None)
@given(RANGES, RANGES, st.floats(0, 1), st.floats(0, 1), OUTPUTS)
def test_markers_lie_in_the_cells_of_their_points(
    x_range: Range, y_range: Range, right: float, up: float, output: Output
) -> None:
    def between(over: Range, part: float) -> float:
        return min(over[1], max(over[0], over[0] * (1 - part) + over[1] * part))

    x, y = between(x_range, right), between(y_range, up)
    plot = Plot((Points((x,), (y,), "%"),), x_range, y_range)
    place = layout(Picture(plot), output, 0)
    text = paint(picture_rows(Picture(plot), output._replace(color=False)), color=False).splitlines()
    found = [(line.index("%"), place.rows - 1 - row) for row, line in enumerate(text) if "%" in line]
    dot = place.frame.dot(x, y)
    assert dot is not None
    column, row = place.cell(dot)
    assert found == [(place.margin + 1 + column, row)]


@settings(max_examples=50, deadline=None)
@given(RANGES, RANGES, OUTPUTS)
def test_ticks_stand_within_half_a_cell_of_their_values(x_range: Range, y_range: Range, output: Output) -> None:
    place = layout(Picture(Plot((), x_range, y_range)), output)
    for tick in place.x_ticks.ticks:
        assert abs((place.column(tick.at) + 0.5) / place.columns - (tick.at * (place.frame.width - 1) + 0.5)
                   / place.frame.width) <= 0.5 / place.columns + 1e-9  # fmt: skip
    for tick in place.y_ticks.ticks:
        assert abs((place.row(tick.at) + 0.5) / place.rows - (tick.at * (place.frame.height - 1) + 0.5)
                   / place.frame.height) <= 0.5 / place.rows + 1e-9  # fmt: skip
    rows = [place.row(tick.at) for tick in place.y_ticks.ticks]
    assert len(rows) == len(set(rows))


def test_areas_are_filled_inside_and_outlined() -> None:
    text = shown(RIEMANN, Output(width=60, height=30))
    assert "⠂" in text  # a dot by itself: the filling
    assert text.count("⡇") + text.count("⢸") > 10  # uprights
