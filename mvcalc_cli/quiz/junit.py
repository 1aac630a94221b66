"""The tests of banks as JUnit XML, which continuous integration reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from mvcalc_cli.quiz.question import Bank
from mvcalc_cli.quiz.testing import Case

# What XML 1.0 cannot hold, however it is escaped.
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(results: Iterable[tuple[Bank, Sequence[Case]]]) -> bytes:
    """One suite a bank, one case a test.

    >>> junit_xml([]).decode().splitlines()[1]
    '<testsuites name="mvcalc quiz test" tests="0" failures="0" errors="0" time="0.000" />'
    """
    suites = [_suite(bank, cases) for bank, cases in results]
    root = ET.Element("testsuites", {"name": "mvcalc quiz test", **_sums(suites)})
    root.extend(suites)
    ET.indent(root)
    found: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return found + b"\n"


def _sums(suites: list[ET.Element]) -> dict[str, str]:
    counts = {name: str(sum(int(suite.get(name, "0")) for suite in suites)) for name in ("tests", "failures", "errors")}
    return {**counts, "time": f"{sum(float(suite.get('time', '0')) for suite in suites):.3f}"}


def _suite(bank: Bank, cases: Sequence[Case]) -> ET.Element:
    counts = {
        "name": _text(bank.id),
        "tests": str(len(cases)),
        "failures": str(sum(bool(case.failures) and not case.problem for case in cases)),
        "errors": str(sum(bool(case.problem) for case in cases)),
        "time": f"{sum(case.seconds for case in cases):.3f}",
        "file": _text(bank.path),
    }
    suite = ET.Element("testsuite", counts)
    suite.extend(_case(bank, case) for case in cases)
    return suite


def _case(bank: Bank, case: Case) -> ET.Element:
    names = {
        "classname": _text(f"{bank.id}.{case.question}"),
        "name": f"test {case.number}",
        "file": _text(bank.path),
        "line": str(case.place.line),
        "time": f"{case.seconds:.3f}",
    }
    element = ET.Element("testcase", names)
    if case.problem:
        ET.SubElement(element, "error", {"message": _text(case.problem)})
    elif case.failures:
        first = case.failures[0]
        told = f"seed {first.seed}: expected {first.expected}, got {first.got}"
        failure = ET.SubElement(element, "failure", {"message": _text(told), "type": "verdict"})
        failure.text = _text("\n".join(f"seed {each.seed}: given {each.given}: {each.got}" for each in case.failures))
    return element


def _text(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
