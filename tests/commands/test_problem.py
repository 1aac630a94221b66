"""What numeric commands are given: functions, points and files of numbers, and every mistake in them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from mvcalc_cli.calculus.evaluate import evaluate
from mvcalc_cli.commands.inputs import LONGEST_NUMERIC, Reader
from mvcalc_cli.commands.number_files import read_numbers
from mvcalc_cli.commands.options import Shared
from mvcalc_cli.commands.problem import bounds, compiled, point, shown
from mvcalc_cli.errors import FileError, InputError, MvcalcError
from mvcalc_cli.render.output import Output

VECTOR = "sum(x[i]^2, i=1..n)"


def reader(*lets: str, names: str | None = None) -> Reader:
    values: dict[str, object] = {"let": lets, "vars": names, "check": True, "digits": None, "complex": False}
    return Reader(Shared(values), Output(), longest=LONGEST_NUMERIC)


@pytest.mark.parametrize(
    ("text", "lets", "typed", "expected"),
    [
        ("x y", (), "1,2", [1, 2]),
        ("x y", (), "(1, pi)", [1, np.pi]),
        ("x y", (), "y=2, x=1", [1, 2]),
        (VECTOR, ("n=3",), "x=1.2", [1.2, 1.2, 1.2]),
        (VECTOR, ("n=3",), "x=[1,2,3]", [1, 2, 3]),
        (VECTOR, ("n=3",), "1,2,3", [1, 2, 3]),
        (VECTOR, ("n=3",), "[1,2,3]", [1, 2, 3]),
        (VECTOR, ("n=3",), "x=1, x[2]=5", [1, 5, 1]),
        ("x1 + x2 + x10", (), "x=4", [4, 4, 4]),
        ("x1 + x2 + x10", (), "x=4, x10=7", [4, 4, 7]),
        ("x1 + x2 + x10", (), "x2=2, x1=1, x10=3", [1, 2, 3]),
        ("a x", ("a=3",), "x=2", [2]),
        ("u^2 + y", ("u=x+1",), "x=1, y=2", [1, 2]),
    ],
)
def test_points(text: str, lets: tuple[str, ...], typed: str, expected: list[float]) -> None:
    read = reader(*lets)
    assert point(read, compiled(read, [text]), typed).tolist() == expected


@pytest.mark.parametrize(
    ("text", "lets", "typed", "message", "hint"),
    [
        ("x y", (), "1", "the point has 1 number, the expression 2 variables: x, y", "write x=1, y=1"),
        ("x y", (), "x=1", "y has no value in this point", "write x=1, y=1"),
        ("x y", (), "x=1,z=2", "z is not in the expression", "the variables are x, y"),
        ("x y", (), "x=1,x=2,y=1", "x is given twice", "give each name once"),
        ("x y", (), "x=1,y=1/0", "this coordinate has no value: division by 0", ""),
        ("x y", (), "x=1,y=oo", "a coordinate must be finite", ""),
        ("x y", (), "x=[1,2],y=1", "x has 2 values here, and one number is needed", ""),
        (VECTOR, ("n=3",), "x=[1,2]", "x has 2 values here, and 3 are needed", ""),
        (VECTOR, ("n=3",), "x[4]=1,x=0", "x[4] is not in the expression", "the variables are x[1], x[2], x[3]"),
        (
            VECTOR,
            ("n=9",),
            "1,2",
            "the point has 2 numbers, the expression 9 variables: x[1], …, x[9]",
            "x=1 gives all 9 of x this value, x=[1,2,…] each its own",
        ),
        ("x y", (), "@/nonexistent.csv", "/nonexistent.csv cannot be read: no such file or directory", ""),
        ("x y", (), "", "the point is empty", "write x=1, y=1"),
    ],
)
def test_mistakes_in_points(text: str, lets: tuple[str, ...], typed: str, message: str, hint: str) -> None:
    read = reader(*lets)
    problem = compiled(read, [text])
    with pytest.raises(MvcalcError) as told:
        point(read, problem, typed)
    assert told.value.message == message
    assert (told.value.hint or "") == hint


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("p.csv", "1\n2\n3\n", [1, 2, 3]),
        ("p.csv", "\ufeff1\r\n2\r\n3\r\n", [1, 2, 3]),
        ("p.csv", "1,2,3\n", [1, 2, 3]),
        ("p.csv", "1;2,5;3\n", [1, 2.5, 3]),
        ("p.tsv", "1\t2\t3\n", [1, 2, 3]),
        ("p.csv", "value\n1\n2\n", [1, 2]),
        ("p.csv", "x,y\n1,2\n", {"x": 1, "y": 2}),
        ("p.csv", "variable,value\nx,1\ny,2\n", {"x": 1, "y": 2}),
        ("p.csv", "x,1\ny,2\n", {"x": 1, "y": 2}),
        ("p.json", "[1, 2.5]", [1, 2.5]),
        ("p.json", '{"x": [1, 2], "a": 3}', {"x": [1, 2], "a": 3}),
        ("p.csv", "1,2\n3,4\n5,6\n", [[1, 2], [3, 4], [5, 6]]),
        ("p.json", "[[1, 2], [3, 4]]", [[1, 2], [3, 4]]),
        ("p.json", '{"A": [[1, 2]]}', {"A": [[1, 2]]}),
    ],
)
def test_files_of_numbers(tmp_path: Path, name: str, content: str, expected: object) -> None:
    (tmp_path / name).write_text(content)
    assert read_numbers(str(tmp_path / name)) == expected


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("p.csv", "", "is empty"),
        ("p.csv", "1\nnan\n", "line 2 of {} holds nan, which is not a finite number"),
        ("p.csv", "1\n1e999\n", "line 2 of {} holds 1e999, which is not a finite number"),
        ("p.csv", "1\n\u0661\n", "line 2 of {} holds \u0661, which is not a finite number"),
        ("p.csv", "1\n__import__('os')\n", "line 2 of {} holds __import__('os'), which is not a finite number"),
        ("p.csv", "1,2\n3\n", "row 2 of {} has 1 numbers, and row 1 has 2"),
        ("p.json", "[[1, 2], [3, 4, 5]]", "row 2 of {} has 3 numbers, and row 1 has 2"),
        ("p.json", "[[], []]", "row 1 of {} has 0 numbers: a matrix needs some"),
        ("p.json", '{"A": [[1, 2], [3, "x"]]}', "A[2][2] of {} is not a finite number"),
        ("p.csv", "1,,3\n", "a number is missing in line 1 of {}"),
        ("p.csv", "x,x\n1,2\n", "{} gives x twice"),
        ("p.csv", "x,y\n1,2,3\n", "{} has 2 names and 3 numbers"),
        ("p.json", "{", "{} cannot be read as JSON: Expecting property name"),
        ("p.json", "[NaN]", "{} cannot be read as JSON: NaN is no number"),
        ("p.json", '{"x": 1, "x": 2}', "{} cannot be read as JSON: a name is given twice"),
        ("p.json", "3", "{} holds neither a list nor an object"),
        ("p.json", '[1, "2"]', "entry 2 of {} is not a finite number"),
        ("p.json", '{"x": [1, true]}', "x[2] of {} is not a finite number"),
        ("p.json", "[1" + "0" * 400 + "]", "entry 1 of {} is not a finite number"),
    ],
)
def test_files_of_something_else(tmp_path: Path, name: str, content: str, message: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(FileError) as told:
        read_numbers(str(path))
    assert message.format(path) in told.value.message


def test_arrays(tmp_path: Path) -> None:
    path = tmp_path / "p.npy"
    np.save(path, np.array([[1.0, 2.0], [3.0, 4.0]]))
    assert np.array(read_numbers(str(path))).tolist() == [[1, 2], [3, 4]]
    np.save(path, np.float64(3.0))
    assert list(read_numbers(str(path))) == [3]
    np.save(path, np.zeros((2, 2, 2)))
    with pytest.raises(FileError, match="has 3 axes; two are the most"):
        read_numbers(str(path))
    np.save(path, np.array([1.0, np.nan]))
    with pytest.raises(FileError, match="not finite"):
        read_numbers(str(path))
    np.save(path, np.array([{"a": 1}], dtype=object), allow_pickle=True)  # what could run code when it is read
    with pytest.raises(FileError, match=r"no \.npy file of numbers"):
        read_numbers(str(path))
    path.write_bytes(b"not an array")
    with pytest.raises(FileError, match=r"no \.npy file of numbers"):
        read_numbers(str(path))


def test_a_point_file_of_the_wrong_length_names_the_file_and_both_lengths(tmp_path: Path) -> None:
    path = tmp_path / "start.json"
    path.write_text(json.dumps([1.0, 2.0]))
    read = reader("n=3")
    with pytest.raises(FileError) as told:
        point(read, compiled(read, [VECTOR]), f"@{path}")
    assert told.value.message == f"{path}: the point has 2 numbers, the expression 3 variables: x[1], x[2], x[3]"


def test_let_binds_vectors_from_files(tmp_path: Path) -> None:
    path = tmp_path / "y.csv"
    path.write_text("1\n2\n4\n")
    read = reader(f"y=@{path}")
    problem = compiled(read, ["sum((y[i] - a)^2, i=1..3)"])
    assert problem.numeric.names == ("a",)
    assert problem.numeric.value([1.0]) == 10.0


@pytest.mark.parametrize("name", ["A.npy", "A.csv", "A.json"])
def test_let_binds_matrices_from_files(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    rows = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
    if name.endswith("npy"):
        np.save(path, np.array(rows))
    else:
        path.write_text(json.dumps(rows) if name.endswith("json") else "1,2,3\n4,5,6\n")
    problem = compiled(reader(f"A=@{path}"), ["sum(sum(A[i,j]*x[j], j=1..3)^2, i=1..2)"])
    assert problem.numeric.value([1.0, 1.0, 1.0]) == 6.0**2 + 15.0**2
    assert point(reader(), compiled(reader(), ["sum(A[i,3]*A[2,i], i=1..2)"]), f"@{path}").tolist() == [
        *rows[0],
        *rows[1],
    ]
    wide = compiled(reader(), ["sum(A[2,i]*A[i,2], i=1..3)"])  # 3 × 3
    with pytest.raises(FileError, match="the point is 2 × 3, and the variables are"):
        point(reader(), wide, f"@{path}")
    with pytest.raises(InputError, match="A is a matrix, and takes two indices"):
        compiled(reader(f"A=@{path}"), ["sum(A[i]*x[i], i=1..3)"])
    with pytest.raises(FileError, match="the point is a matrix of 2 rows and 3 columns"):
        reader().point(f"@{path}", list("abcdef"))
    names = [f"A[{i},{j}]" for i in (1, 2) for j in (1, 2, 3)]
    assert [evaluate(value, {}) for value in reader().point(f"@{path}", names).values()] == [*rows[0], *rows[1]]
    exact = reader(f"A=@{path}").expression("A[2,3]*x + A[1,2]")
    assert evaluate(exact, {"x": 2.0}) == 14.0


def test_a_matrix_of_one_column_is_a_vector_as_well(tmp_path: Path) -> None:
    path = tmp_path / "y.npy"
    np.save(path, np.array([[1.0], [2.0]]))
    read = reader(f"y=@{path}")
    assert compiled(read, ["sum(y[i]*x[i], i=1..2) + y[2,1]"]).numeric.value([1.0, 1.0]) == 5.0
    assert point(reader(), compiled(reader(), ["a*b"]), f"@{path}").tolist() == [1, 2]


def test_a_matrix_of_let_is_a_constant() -> None:
    problem = compiled(reader("A=[1,2;3,4]"), ["sum(sum(A[i,j]*x[i]*x[j], j=1..2), i=1..2) + det(A)"])
    assert problem.numeric.value([1.0, 1.0]) == 8.0
    assert problem.numeric.hessian([1.0, 1.0]).dense().tolist() == [[2, 5], [5, 8]]


def test_a_matrix_of_which_some_entries_occur() -> None:
    problem = compiled(reader(), ["A[1,2]*A[2,1]"])
    assert point(reader(), problem, "A=[1,2;3,4]").tolist() == [2, 3]
    assert point(reader(), problem, "A=5").tolist() == [5, 5]
    with pytest.raises(InputError, match=r"A\[1,2\] has no value: A has 2 here"):
        point(reader(), problem, "A=[1,2]")


@pytest.mark.parametrize("name", ["p.npy", "p.csv", "p.json"])
def test_a_pipe_that_nobody_writes_into(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(FileError):
        read_numbers(str(tmp_path / name))


def test_an_array_that_claims_to_be_huge(tmp_path: Path) -> None:
    path = tmp_path / "p.npy"
    head = "{'descr': '<f8', 'fortran_order': False, 'shape': (10000000000000000,), }".ljust(117) + "\n"
    path.write_bytes(b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head.encode())
    with pytest.raises(FileError, match=r"no \.npy file of numbers"):
        read_numbers(str(path))


def test_bounds() -> None:
    read = reader()
    problem = compiled(read, ["x y z"])
    box = bounds(read, problem, "x=0..1, z=-oo..2")
    assert box is not None
    assert box.lower.tolist() == [0, -np.inf, -np.inf]
    assert box.upper.tolist() == [1, np.inf, 2]
    with pytest.raises(InputError, match="upside down"):
        bounds(read, problem, "x=1..0")
    with pytest.raises(InputError, match="a is not in the expression"):
        bounds(read, problem, "a=1..2")


def test_long_points_show_their_ends() -> None:
    read = reader("n=10000")
    numeric = compiled(read, [VECTOR]).numeric
    assert shown(numeric, [0.5] * 10_000) == "(0.500000, 0.500000, 0.500000, … 0.500000)   10,000 coordinates"
    assert shown(compiled(read, ["x"]).numeric, [-2.0]) == "x = −2"


def test_a_text_of_thousands_of_terms_has_no_tree() -> None:
    read = reader()
    text = " + ".join(f"(x{k} - {k})^2" for k in range(1, 2001))
    problem = compiled(read, [text])
    assert problem.tree is None
    assert problem.numeric.size == 2000


@pytest.mark.parametrize(
    ("text", "lets", "message"),
    [("5", (), "there is no variable here"), ("a", ("a=2",), "there is no variable here")],
)
def test_no_variable(text: str, lets: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        compiled(reader(*lets), [text])
