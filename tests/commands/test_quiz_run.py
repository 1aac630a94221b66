"""mvcalc quiz run and review: in lines, from a file, as an exam; what is kept, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mvcalc_cli.cli import run_text
from mvcalc_cli.commands import sittings
from mvcalc_cli.errors import InputError
from mvcalc_cli.store import NAME, Store
from tests.commands.quiz_banks import BANK, RIGHT, Desk


def asked_first(desk: Desk) -> str:
    """The id of the question that the open session asks next."""
    store = Store(desk.home / ".local" / "share" / "mvcalc" / NAME)
    session = store.unfinished()
    assert session is not None
    return next(item.question_id for item in store.items(session.id) if item.state == "open")


def all_right(desk: Desk, seed: int) -> str:
    """The right answers in the order in which this seed asks."""
    _, out, _ = desk.quiz("run", "tiny", "--exam", "--seed", str(seed), "--json", "--profile", "looking")
    return "\n".join(RIGHT[answer["id"]] for answer in json.loads(out)["answers"]) + "\n\n"


_SITS = """
import fcntl, os, sys
fcntl.lockf(os.open(sys.argv[1], os.O_RDWR), fcntl.LOCK_EX, 1, 1)
print("sits", flush=True)
sys.stdin.read()
"""

SESSION = """\
  ? lists what may be typed; quit leaves, and everything is kept

  1 question: 1 new
Tiny things   question 1 of 1
  1 + 1?
answer> 3
  you typed   3
  NO: not yet   3 is not it
answer> 2
  you typed   2
  OK: right   the same expression
  next review today
enter ends; again, hard, good or easy rates the last one> 

  Module 2 * Tiny things                   1 of 1 right, 0 at the first answer

  OK    0 s   streak 1 day

"""  # noqa: W291 - as it stands on the screen


def test_a_session_in_lines(desk: Desk) -> None:
    desk.write("tiny.yaml", BANK[: BANK.index("- id: power")] + BANK[BANK.index("- {id: sum") :])
    code, out, err = desk.quiz("run", "--plain", stdin="3\n2\n\n")
    assert (code, err) == (0, "")
    assert out.rstrip() == SESSION.rstrip()


def test_no_channel_tells_the_answer_while_there_is_another_try(desk: Desk) -> None:
    desk.write("tiny.yaml", BANK.replace('"2"', '"1729"'))
    for words in (["--plain"], ["--screen"], ["--json"], ["-q"]):
        _, out, err = desk.quiz(
            "run", "--tag", "power", "--new", *words, stdin="1\nwhy\nhint\nplot\n?\n3\nwhy\nskip\n1\n3\n"
        )
        assert "1 is not it" in out + err
        assert "1729" not in out + err


@pytest.mark.parametrize("words", [["--plain"], ["--plain", "--ascii"], ["--screen", "--ascii"]])
def test_a_picture_in_ascii_is_drawn_in_ascii(desk: Desk, words: list[str]) -> None:
    first = BANK[: BANK.index("- id: parts")].replace("  type:", '  figure: "plot x^2"\n  type:', 1)
    desk.write("tiny.yaml", first)
    _, out, _ = desk.quiz("run", *words, stdin="plot\nquit\n")
    picture = out[out.index("f(x) = x^2") :]
    assert picture.isascii()
    assert "****" in picture
    assert "?" not in picture


def test_in_a_sentence_exponents_stand_on_the_line(desk: Desk) -> None:
    _, out, _ = desk.quiz("run", "--tag", "power", "--seed", "1", "--screen", stdin="skip\n\n")
    assert "  Differentiate x²·e^(−x/2)." in out.splitlines()


def test_a_session_goes_on_and_says_so(desk: Desk) -> None:
    code, out, _ = desk.quiz("run", "--seed", "1", stdin="skip\n")
    assert code == 0
    assert "mvcalc quiz run goes on" not in out  # a pipe has no line of what is next
    first = asked_first(desk)
    _, out, err = desk.quiz("run", stdin="")
    assert "going on with the session of " in err
    assert "(1 of 3 done); --new begins another" in " ".join(err.split())
    assert "question 2 of 3" in out
    assert asked_first(desk) == first
    _, out, err = desk.quiz("run", "--new", stdin="")
    assert "question 1 of 3" in out
    assert "going on" not in err


def test_another_wish_begins_another_session_and_the_first_waits(desk: Desk) -> None:
    desk.quiz("run", "--seed", "1", stdin="skip\n")
    _, out, err = desk.quiz("run", "--tag", "chain", stdin="4\n5\n\n")
    assert "question 1 of 1" in out
    assert "going on" not in err
    _, _, err = desk.quiz("run", stdin="")
    assert "(1 of 3 done)" in " ".join(err.split())


def test_an_exam_goes_on_only_where_one_is_asked_for(desk: Desk) -> None:
    _, out, _ = desk.quiz("run", "tiny", "--exam", "--screen", "--time", "30m", stdin="2\nquit\n")
    assert "mvcalc quiz run --exam goes on from here" in out
    _, out, err = desk.quiz("run", stdin="")
    assert "going on" not in err
    told = " ".join(out.split())
    assert "is not handed in: mvcalc quiz run --exam goes on with it" in told
    _, _, err = desk.quiz("run", "--exam", stdin="")
    assert "going on with the exam of " in err


def test_a_review_that_is_left_goes_on_with_a_review(desk: Desk) -> None:
    desk.quiz("run", "--tag", "chain", "--tag", "power", stdin="skip\n" * 3)
    desk.quiz("run", "--tag", "chain", "--new", stdin="4\n5\n\n")
    _, out, _ = desk.quiz("review", "-n", "1", "--screen", stdin="quit\n")
    assert "mvcalc quiz review goes on from here" in out
    assert "going on with the review of " in desk.quiz("review", stdin="quit\n")[2]


def test_at_the_start_is_told_what_is_due_and_what_is_new(desk: Desk) -> None:
    _, out, _ = desk.quiz("run", "--seed", "1", "--plain", stdin="")
    assert "  3 questions: 3 new\n" in out
    desk.quiz("run", "--tag", "chain", "--new", stdin="4\n5\n\n")
    _, out, _ = desk.quiz("run", "--new", "--seed", "1", "--plain", stdin="")
    assert "  3 questions: 1 due, 2 new\n" in out
    _, out, _ = desk.quiz("run", "--new", "--tag", "power", "--plain", stdin="")
    assert "  2 questions: 2 new; 1 more is due\n" in out
    _, out, _ = desk.quiz("review", "--plain", stdin="easy\n")
    assert "  1 question: 1 due\n" in out
    _, out, _ = desk.quiz("run", "--new", "--exam", "--plain", stdin="")
    assert "  an exam of 3 questions: nothing is said before the end\n" in out
    _, out, _ = desk.quiz("run", "--new", "--cram", "-n", "1", "--plain", stdin="")
    assert "  1 question: the schedule stays as it is; the exam of " in out


def test_an_answer_that_was_wrong_and_skipped_is_due(desk: Desk) -> None:
    desk.quiz("run", "--tag", "chain", stdin="7\nskip\n\n")
    assert desk.quiz("next")[1] == "1 card is due today\n"


def test_of_several_options_it_is_not_told_which_one_is_missing(desk: Desk) -> None:
    desk.write(
        "tiny.yaml",
        "schema: 1\nbank: {id: tiny, title: Tiny things, module: 2}\nquestions:\n"
        "- {id: even, prompt: Which are even?, type: multi, answer: [two, four], options: [one, two, three, four]}\n",
    )
    _, out, _ = desk.quiz("run", "--plain", stdin="a\nwhy\nquit\n")
    assert "type the letters of all that are right, as in a, c" in out
    assert "missing" in out
    assert "entries" not in out


def test_sessions_of_other_profiles_are_not_touched(desk: Desk) -> None:
    desk.quiz("run", "--seed", "1", stdin="skip\n")
    _, out, err = desk.quiz("run", "--profile", "anna", stdin="")
    assert "question 1 of 3" in out
    assert "going on" not in err


def test_a_session_that_somebody_sits_at_is_left_alone(desk: Desk) -> None:
    import subprocess
    import sys

    desk.quiz("run", "--seed", "1", stdin="skip\n")
    lock = desk.home / ".local" / "share" / "mvcalc" / "sessions.lock"
    with subprocess.Popen(
        [sys.executable, "-c", _SITS, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        _, out, err = desk.quiz("run", stdin="")
        assert "question 1 of 3" in out
        assert "going on" not in err


def test_an_exam_is_passed_or_not(desk: Desk) -> None:
    given = all_right(desk, 4)
    code, out, _ = desk.quiz("run", "tiny", "--exam", "--seed", "4", "--time", "30m", stdin=given)
    assert code == 0
    assert "3 of 3 right" in out
    assert "30 min left" in out
    assert out.index("noted") < out.index("3 of 3 right")
    wrong = given.replace("\n2\n", "\n7\n") if "\n2\n" in given else given.replace("2\n", "7\n", 1)
    code, out, _ = desk.quiz("run", "tiny", "--exam", "--seed", "4", "--new", stdin=wrong)
    assert code == 1
    code, out, _ = desk.quiz("run", "tiny", "--exam", "--seed", "4", "--new", "--pass", "60%", stdin=wrong)
    assert code == 0
    assert "passed: 60% was asked for" in out
    code, out, _ = desk.quiz("run", "tiny", "--exam", "--seed", "4", "--new", "--pass", "90%", stdin=wrong)
    assert code == 1
    assert "not passed" in out


def test_an_exam_that_is_left_is_not_passed(desk: Desk) -> None:
    code, _, _ = desk.quiz("run", "tiny", "--exam", "--seed", "4", stdin="2\n")
    assert code == 1


def test_an_exam_whose_questions_are_answered_is_handed_in_later(desk: Desk) -> None:
    given = all_right(desk, 4).strip()
    code, out, _ = desk.quiz("run", "tiny", "--exam", "--seed", "4", stdin=f"{given}\nquit\n")
    assert code == 1
    assert "not handed in yet: 3 of 3 answered" in out
    assert "right" not in out  # the answers may still be changed
    code, out, err = desk.quiz("run", "tiny", "--exam", "--seed", "4", stdin="\n")
    assert "(3 of 3 done)" in err
    assert code == 0
    assert "3 of 3 right" in out
    _, _, err = desk.quiz("run", "tiny", "--exam", "--seed", "4", stdin="")
    assert "going on" not in err  # handed in is handed in


def test_a_session_that_is_not_kept_promises_nothing(desk: Desk) -> None:
    (desk.folder / "file").touch()
    argv = ["quiz", "run", "tiny", "--bank", str(desk.bank), "--screen"]
    _, out, err = run_text(argv, "quit\n", {"HOME": str(desk.home), "XDG_DATA_HOME": str(desk.folder / "file")})
    assert "this session is not" in err
    assert "kept" not in out
    assert "goes on from here" not in out


def test_what_nobody_could_decide_is_not_passed() -> None:
    from mvcalc_cli.commands.session_end import passed
    from mvcalc_cli.quiz.bank import parse
    from mvcalc_cli.quiz.session import Result
    from mvcalc_cli.store import Item

    question = parse(BANK.encode()).questions[-1]
    item = Item(1, 1, 0, "tiny", "sum", 1, "", 1, "done")
    open_one = Result(item, question, 0.0, False, 1, ("x",), ("undecided",))
    assert open_one.undecided
    assert not passed([open_one], 0.5)
    assert passed([open_one, open_one._replace(score=1.0, right=True, verdicts=("equal",))], 1.0)


def test_cramming_leaves_the_schedule_alone(desk: Desk) -> None:
    desk.quiz("run", "--cram", "--tag", "power", "-n", "1", stdin="2\nquit\n")
    code, out, _ = desk.quiz("review", stdin="")
    assert code == 0
    assert "nothing is scheduled yet" in out


def test_review_asks_what_is_due_and_says_when_nothing_is(desk: Desk) -> None:
    code, out, _ = desk.quiz("review")
    assert (code, out) == (0, "nothing is scheduled yet: what is practised comes back\n")
    desk.quiz("run", "--tag", "chain", stdin="9\n4\n5\n\n")
    code, out, _ = desk.quiz("review", stdin="4\n5\neasy\n\n")
    assert "two parts" in out
    _, out, _ = desk.quiz("review")
    assert out.startswith("nothing is due: 1 card is due in ")
    code, out, _ = desk.quiz("review", "--json")
    assert json.loads(out)["next"]["banks"] == ["tiny"]


def test_json_is_one_object_and_the_conversation_is_on_stderr(desk: Desk) -> None:
    code, out, err = desk.quiz("run", "--tag", "chain", "--seed", "1", "--json", stdin="4\n6\n5\n\n")
    found = json.loads(out)
    assert (found["right"], found["total"], found["seed"]) == (1, 1, 1)
    (answer,) = found["answers"]
    assert (answer["id"], answer["given"], answer["correct"], answer["tries"]) == ("parts", "h: 4; g: 5", True, 2)
    assert answer["parts"][1] == {"part": "g", "given": "5", "verdict": "equal"}
    assert "question 1 of 1" in err
    assert code == 0
    code, out, _ = desk.quiz("run", "--tag", "chain", "--new", "-q", stdin="4\n5\n\n")
    assert (code, out) == (0, "1/1\n")


def test_answers_from_json_lines(desk: Desk) -> None:
    path = desk.write(
        "mine.jsonl",
        '{"id": "sum", "answer": 2}\n\n{"id": "parts", "part": "h", "answer": "3"}\n'
        '{"id": "tiny/parts", "part": "g", "answer": "4", "seed": 9}\n',
    )
    code, out, err = desk.quiz("run", "tiny", "--answers", str(path))
    assert (code, err) == (1, "")
    assert out == "sum\tright\t1\t2\nparts\twrong\t0.5\th: 3; g: 4\ntotal\t1/2\t0.75\t\n"
    code, out, _ = desk.quiz("run", "tiny", "--answers", str(path), "--pass", "50%", "--json")
    found = json.loads(out)
    assert (code, found["passed"], found["pass"], found["right"]) == (0, True, 0.5, 1)
    assert list(desk.home.iterdir()) == []  # nothing of it is kept


def test_answers_in_the_order_of_the_bank(desk: Desk) -> None:
    path = desk.write("mine.txt", f"{RIGHT['power']}\n4\n\n2\n")
    code, out, _ = desk.quiz("run", "tiny", "--answers", str(path))
    assert code == 1
    assert [row.split("\t")[:2] for row in out.splitlines()] == [
        ["power", "right"], ["parts", "wrong"], ["sum", "right"], ["total", "2/3"],
    ]  # fmt: skip
    path = desk.write("whole.txt", f"{RIGHT['power']}\n4\n5\n2\n")
    assert desk.quiz("run", "tiny", "--answers", str(path))[0] == 0
    assert desk.quiz("run", "tiny", "--answers", "-", stdin=path.read_text())[0] == 0
    few = desk.write("few.txt", RIGHT["power"])
    assert desk.quiz("run", "tiny", "--answers", str(few))[0] == 1  # what is not answered is not right
    assert desk.quiz("run", "tiny", "--answers", str(few), "-n", "1")[0] == 0


def test_an_unreadable_answer_in_a_file_is_wrong_and_says_why(desk: Desk) -> None:
    path = desk.write("mine.jsonl", '{"id": "sum", "answer": "2*("}\n')
    code, out, _ = desk.quiz("run", "tiny", "--answers", str(path), "--json")
    (answer,) = json.loads(out)["answers"]
    assert (code, answer["correct"], answer["outcome"]) == (1, False, "wrong")
    assert answer["check"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "there are no answers in it"),
        ('{"id": "sum", "answer": "2"}\n{"id":\n', "mine:2:7: this is no JSON"),
        ('{"id": "som", "answer": "2"}', "mine:1: no question has the id som      did you mean sum?"),
        ('{"id": "sum"}', "mine:1: a line needs an id and an answer"),
        ('{"id": "sum", "answer": ["2"]}', "mine:1: an answer is a text"),
        ('{"id": "sum", "answer": "2", "sed": 1}', "mine:1: unknown key sed"),
        ('{"id": "sum", "answer": "2", "seed": -1}', "mine:1: a seed is a whole number"),
        ('{"id": "parts", "answer": "2"}', "mine:1: parts has several parts      part is one of: h, g"),
        ('{"id": "parts", "part": "x", "answer": "2"}', "mine:1: parts has no part x"),
        ('{"id": "sum", "answer": "2"}\n{"id": "sum", "answer": "2"}', "mine:2: sum is answered twice"),
        ("1\n2\n3\n4\n5\n", "mine:5: there are only 4 answers to give"),
        ("{" * 100_000, "mine:1:2: this is no JSON"),
    ],
)
def test_a_file_of_answers_with_a_mistake(desk: Desk, monkeypatch: pytest.MonkeyPatch, text: str, told: str) -> None:
    desk.write("mine", text)
    monkeypatch.chdir(desk.folder)
    code, out, err = desk.quiz("run", "tiny", "--answers", "mine")
    assert (code, out) == (4, "")
    assert told in " ".join(err.split("\n  ")).replace("✗ ", "") or told in err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["tinny"], 2, "no bank is called tinny"),
        (["--module", "3"], 2, "there is no bank for module 3"),
        (["7"], 2, "there is no bank for module 7"),
        (["--tag", "powr"], 2, "no question has the tag powr"),
        (["-n", "0"], 2, "--questions needs a whole number from 1 to 1000"),
        (["--pass", "200%"], 2, "--pass needs a share of 100% at most"),
        (["--pass", "soon"], 2, "--pass needs a share"),
        (["--exam", "--time", "soon"], 2, "--time needs a time"),
        (["--exam", "--time", "0s"], 2, "--time needs a time"),
        (["--time", "30m"], 2, "--time needs --exam"),
        (["--exam", "--cram"], 2, "--exam and --cram exclude each other"),
        (["--profile", ""], 2, "--profile needs a name"),
        (["--answers", "/no/such"], 4, "/no/such cannot be read"),
        (["--latex"], 2, "a session has no --latex"),
    ],
)
def test_what_cannot_be_meant_is_refused(desk: Desk, words: list[str], code: int, told: str) -> None:
    found, out, err = desk.quiz("run", *words)
    assert (found, out) == (code, "")
    assert told in err
    assert len(err.splitlines()) <= 4


def test_every_mistake_of_a_bank_is_told_with_its_place(desk: Desk) -> None:
    path = desk.write(
        "bad.yaml",
        BANK.replace("prompt: two parts", "promt: two parts").replace("type: number, answer", "tipe: number, answer"),
    )
    code, out, err = run_text(["quiz", "run", str(path)], "", {"HOME": str(desk.home)})
    assert (code, out) == (4, "")
    lines = err.splitlines()
    assert "has 4 mistakes:" in " ".join(err.split())
    assert f"{path}:10:3: the question has no prompt (add prompt: …)" in lines
    assert f"{path}:12:3: promt is not known in a question (did you mean prompt?)" in lines


def test_a_question_that_cannot_be_asked_is_named_and_the_quiz_goes_on(desk: Desk) -> None:
    desk.write("tiny.yaml", BANK.replace("{x^2 exp(-x/2)}", "{nosuch}"))
    code, out, _ = desk.quiz("run", "--seed", "1", stdin="quit\n" * 3)
    assert "answer>" in out
    path = desk.write("a.jsonl", '{"id": "power", "answer": "1"}\n{"id": "sum", "answer": "2"}\n')
    code, out, err = desk.quiz("run", "tiny", "--answers", str(path))
    assert code == 4
    assert "sum\tright" in out
    assert f"{desk.bank}:4:3: this question cannot be asked" in " ".join(err.split())


def test_escapes_and_markup_reach_no_terminal(desk: Desk) -> None:
    desk.write("tiny.yaml", BANK.replace('"1 + 1?"', '"\\e[31m[bold]1 + 1?[/bold]\\u202e"'))
    _, out, _ = desk.quiz("run", "--seed", "1", "--screen", stdin="\x1b]0;title\x07\nskip\n\x1b[2J\nskip\nskip\nskip\n")
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[bold]1 + 1?[/bold]" in out


def test_no_home_means_one_warning_a_whole_session_and_exit_code_1(desk: Desk) -> None:
    argv = ["quiz", "run", "--tag", "chain", "--bank", str(desk.bank)]
    code, out, err = run_text(argv, "4\n5\n\n")
    assert code == 1
    assert "1 of 1 right" in out
    assert err == "warning: the home folder /nonexistent is not there: this session is not kept\n"
    assert not Path("/nonexistent").exists()


def test_a_newer_history_is_left_as_it_is(desk: Desk) -> None:
    import sqlite3

    folder = desk.home / ".local" / "share" / "mvcalc"
    folder.mkdir(parents=True)
    database = sqlite3.connect(folder / NAME)
    database.execute("PRAGMA user_version = 99")
    database.close()
    before = (folder / NAME).read_bytes()
    code, out, err = desk.quiz("run", "--tag", "chain", stdin="4\n5\n\n")
    assert code == 1
    assert "1 of 1 right" in out
    assert err.count("written by a newer mvcalc") == 1
    assert (folder / NAME).read_bytes() == before


def test_closed_streams_end_in_a_sentence(desk: Desk) -> None:
    from mvcalc_cli.cli import run

    assert run(["quiz", "run", "--bank", str(desk.bank)], None, None, None, {"HOME": str(desk.home)}) == 4


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("30m", 1800), ("45min", 2700), ("1h30m", 5400), ("1.5h", 5400)]
)
def test_times(text: str, seconds: float) -> None:
    assert sittings.seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["", "30", "m", "-5m", "30m!", "99999h", "٣m", "1e3s"])
def test_no_times(text: str) -> None:
    with pytest.raises(InputError):
        sittings.seconds_of(text)


@pytest.mark.parametrize("text", ["", "%", "-5%", "101%", "200", "1e2", "nan", "٣%"])
def test_no_shares(text: str) -> None:
    with pytest.raises(InputError):
        sittings.share_of(text)
