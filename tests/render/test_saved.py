"""What --save writes."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mvcalc_cli.errors import FileError, InputError, MissingExtra
from mvcalc_cli.plotting.plot import Plot
from mvcalc_cli.render import Output, check_target, save
from mvcalc_cli.report import Line, Picture, Report, Span, Verdict

from .plots import FIELD, HEAT, RIEMANN, TAYLOR
from .reports import DIFF, GRAD, JACOBIAN, STEPS

PICTURE = Report(
    "plot",
    (Line((Span("T₅", "operator"), Span("   for <sin x>"))), Picture(TAYLOR), Verdict("between them"), Picture(FIELD)),
)


def saved(report: Report, name: str, folder: Path, output: Output | None = None) -> str:
    path = folder / name
    save(report, str(path), output or Output())
    return path.read_text(encoding="utf-8")


def test_tex(tmp_path: Path) -> None:
    assert saved(DIFF, "a.tex", tmp_path).startswith("2 x \\sin{")


def test_json(tmp_path: Path) -> None:
    assert json.loads(saved(DIFF, "a.json", tmp_path))["command"] == "diff"


def test_csv_of_a_matrix(tmp_path: Path) -> None:
    assert saved(JACOBIAN, "J.csv", tmp_path) == "cos(t),-r*sin(t)\nsin(t),r*cos(t)\n"


def test_csv_of_a_table_has_its_header(tmp_path: Path) -> None:
    lines = saved(GRAD, "g.CSV", tmp_path).splitlines()
    assert lines[:2] == ['partial,expression,"at (1, 2)"', "x,2*x*y + y*cos(x*y),3.1677063269057153"]


def test_txt_is_the_screen(tmp_path: Path) -> None:
    text = saved(STEPS, "a.txt", tmp_path, Output(width=30, color=True, quiet=True))
    assert "  1  product rule        (u·v)′ = u′·v + u·v′        u = x²" in text
    assert "\x1b" not in text


def test_python(tmp_path: Path) -> None:
    assert "def f(x)" in saved(DIFF, "a.py", tmp_path)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.addresses: list[str] = []

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - its signature
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]


def test_html_stands_alone(tmp_path: Path) -> None:
    page = saved(JACOBIAN, "a.html", tmp_path)
    reader = _Text()
    reader.feed(page)
    assert "⎡ 0.8660  −1.0000⎤\n    ⎣ 0.5000   1.7321⎦" in reader.text
    assert "\\begin{matrix}" in reader.text
    assert reader.addresses == []


def test_svg_stands_alone(tmp_path: Path) -> None:
    page = saved(JACOBIAN, "a.svg", tmp_path)
    root = ET.fromstring(page)
    words = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "⎣sin(t)" in words
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("name", ["a.html", "a.svg"])
def test_foreign_text_cannot_become_markup(name: str, tmp_path: Path) -> None:
    page = saved(Report("diff", (Line((Span("<script>&\x00"),)),)), name, tmp_path)
    assert "&lt;script&gt;&amp;�" in page


def test_no_file_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.tex"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(FileError, match="is there already") as caught:
        save(DIFF, str(path), Output())
    assert caught.value.hint == "--force writes over it"
    assert path.read_text(encoding="utf-8") == "mine"
    save(DIFF, str(path), Output(), force=True)
    assert path.read_text(encoding="utf-8") != "mine"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a.doc", "no form is known for .doc files"),
        ("answer", "has no extension that names a form"),
    ],
)
def test_unknown_forms(name: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        check_target(name)


def test_the_known_forms_are_named() -> None:
    with pytest.raises(InputError) as caught:
        check_target("a.doc")
    assert caught.value.hint == "--save knows .tex .json .csv .npy .html .svg .png .txt .py"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"cannot be written: No such file or directory"):
        save(DIFF, str(tmp_path / "no" / "a.tex"), Output())


def test_an_answer_without_a_form_leaves_no_file(tmp_path: Path) -> None:
    for name in ("a.tex", "a.py", "a.csv"):
        with pytest.raises(InputError):
            save(Report("equal"), str(tmp_path / name), Output())
    assert list(tmp_path.iterdir()) == []


def test_svg_of_pictures_is_the_pictures(tmp_path: Path) -> None:
    root = ET.fromstring(saved(PICTURE, "a.svg", tmp_path))
    words = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words[0] == "T₅ for <sin x>"
    assert {"sin x", "T₃", "centre", "∇f"} <= set(words)


def test_html_has_the_pictures_in_their_places(tmp_path: Path) -> None:
    page = saved(PICTURE, "a.html", tmp_path)
    order = [page.index(text) for text in ("T₅</span>", "<svg", "between them", "∇f", "</body>")]
    assert order == sorted(order)
    assert page.count("<svg") == page.count("</svg>") == 2
    assert page.count("<pre>") == 2


def test_txt_draws_the_picture(tmp_path: Path) -> None:
    text = saved(PICTURE, "a.txt", tmp_path)
    assert "━━ sin x   ·· T₁" in text
    assert "⣀" in text


@pytest.mark.parametrize("plot", [TAYLOR, HEAT, RIEMANN])
def test_png(plot: Plot, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    path = tmp_path / "a.png"
    save(Report("plot", (Line((Span("$\\x$"),)), Picture(plot))), str(path), Output())
    assert path.read_bytes().startswith(b"\x89PNG\r\n")
    assert path.stat().st_size > 10_000


def test_png_of_no_picture(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    with pytest.raises(InputError, match="the answer of diff has no picture"):
        save(DIFF, str(tmp_path / "a.png"), Output())
    assert not (tmp_path / "a.png").exists()


def test_png_without_matplotlib_is_refused_before_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"pictures as \.png need matplotlib") as caught:
        check_target(str(tmp_path / "a.png"))
    assert caught.value.hint == "pip install 'mvcalc-cli[plots]'"
