"""Break real files in thousands of ways and see that both readers stay calm.

    make fuzz ARGS="--inputs 200000 --seed 1"

Content files, answers files and JSON reports are cut, spliced, flipped, nested and
filled with odd things. Whatever comes in, the reader may give a clean result or a
FitcheckError whose message can be printed and holds no word of the answers; anything
else is written down with the input that did it, and the exit code is 1. Hypothesis
finds the smallest input that still does it.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import time
import traceback
import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st

from fitcheck import documents, files
from fitcheck.answers import reading, writing
from fitcheck.answers.sheet import Sheet
from fitcheck.content import loader, yaml_marks
from fitcheck.content.strict import UNSEEN
from fitcheck.documents import papers
from fitcheck.errors import FitcheckError
from fitcheck.proof import constitution
from fitcheck.render import RENDERERS, plain
from fitcheck.report.case import Case
from fitcheck.rubric import scoring

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn

    from fitcheck.content.questionnaire import Questionnaire

HOUSE = Path(__file__).resolve().parents[1]
BATCH = 250
"""Inputs after which Hypothesis starts anew, for it remembers each of them."""
SMALL = 2_500
"""Letters of an input that is worth keeping for the tests."""
SECONDS = 1.0
MEGABYTES = 50
"""How much higher one input may drive the memory."""
CANARY = "xqcanaryzz"
"""Planted in the answers; no message may hold even the first part of it."""
PIECE = CANARY[:6]
LONGEST_MESSAGE = 60_000

TOKENS = (
    "- ", "[", "]", "{", "}", ": ", ", ", "\n", "\n  ", "\n\n", "\t", "'", '"', "&a ",
    "*a", "!x ", "!!int ", "null", "true", "~", "-1", "0", "99", "1e9", "--- ", "...",
    "? ", "|", ">", "#", "%", "@", "`", "\\", "\\ud800", "\\x1b[2J", "<<: ", "\ufeff",
    "\x00", "\x1b[2J", "\x85", "\u2028", "\u202e", "\u2066", "\u200d", "\U000e0041",
    "\u0301" * 40, "\U0001f600", "\u8a9e", "\u0661", "\u212a", "{name}", "{0}", "}}",
    "id: x", "kind: many", "gate", "judgement", "cbt", "psychodynamic", CANARY,
    "999999999999999", "12345678901234567890", "x" * 5_000, "[" * 30, "{a: " * 30,
    "[" + "a," * 1_100 + "]", "a: {" + "k: 1, " * 300 + "}",
)  # fmt: skip


def mutated(draw: DrawFn, texts: tuple[str, ...]) -> str:
    """Draw one of the texts and break it in one to four places."""
    text = texts[draw(st.integers(0, len(texts) - 1))]
    for _ in range(draw(st.sampled_from((1, 1, 1, 2, 3, 5)))):
        text = draw(st.sampled_from(WAYS))(draw, text, texts)
    return text


def place(draw: DrawFn, text: str, most: int = 40) -> tuple[int, int]:
    """Draw a short stretch of a text."""
    start = draw(st.integers(0, len(text)))
    return start, min(len(text), start + draw(st.integers(0, most)))


def tokens(draw: DrawFn, text: str, _: tuple[str, ...]) -> str:
    """Put something odd in the place of a few letters."""
    start, end = place(draw, text, 6)
    return text[:start] + draw(st.sampled_from(TOKENS)) + text[end:]


def letters(draw: DrawFn, text: str, _: tuple[str, ...]) -> str:
    """Put any letters in the place of a few."""
    start, end = place(draw, text, 3)
    return text[:start] + draw(st.text(max_size=4)) + text[end:]


def words(draw: DrawFn, text: str, texts: tuple[str, ...]) -> str:
    """Put a word or a number of the files in the place of another: most can be read."""
    other = texts[draw(st.integers(0, len(texts) - 1))]
    there, here = ([*WORD.finditer(one)] for one in (other, text))
    if not there or not here:
        return text
    old = here[draw(st.integers(0, len(here) - 1))]
    new = there[draw(st.integers(0, len(there) - 1))][0]
    if draw(st.booleans()):
        new = draw(st.sampled_from(NUMBERS))
    return text[: old.start()] + new + text[old.end() :]


def cut(draw: DrawFn, text: str, _: tuple[str, ...]) -> str:
    """Take a stretch out, or all that follows."""
    start, end = place(draw, text, 400)
    return text[:start] + (text[end:] if draw(st.booleans()) else "")


def spliced(draw: DrawFn, text: str, texts: tuple[str, ...]) -> str:
    """Put a stretch of another file in the middle."""
    other = texts[draw(st.integers(0, len(texts) - 1))]
    start, end = place(draw, other, 300)
    here = draw(st.integers(0, len(text)))
    return text[:here] + other[start:end] + text[here:]


def doubled(draw: DrawFn, text: str, _: tuple[str, ...]) -> str:
    """Say a stretch again and again."""
    start, end = place(draw, text, 200)
    return text[:end] + text[start:end] * draw(st.integers(1, 60)) + text[end:]


def rows(draw: DrawFn, text: str, _: tuple[str, ...]) -> str:
    """Move a line somewhere else."""
    found = text.split("\n")
    line = found.pop(draw(st.integers(0, len(found) - 1)))
    found.insert(draw(st.integers(0, len(found))), line)
    return "\n".join(found)


def flipped(draw: DrawFn, text: str, _: tuple[str, ...]) -> str:
    """Flip a bit of a byte; what is no text any more is left out."""
    data = bytearray(text.encode("utf-8", "replace")) or bytearray(b"x")
    data[draw(st.integers(0, len(data) - 1))] ^= 1 << draw(st.integers(0, 7))
    return data.decode("utf-8", "ignore")


def junk(draw: DrawFn, text: str, _: tuple[str, ...]) -> str:
    """Put data of another kind in the place of a value somewhere in the tree."""
    document = yaml_marks.parse("fuzz", text)
    if not isinstance(document, yaml_marks.Document) or document.problems:
        return text
    steps = draw(st.lists(st.integers(0, 99), min_size=1, max_size=7))
    data = replaced(document.data, draw(JUNK), steps)
    return json.dumps(data) if text[:1] == "{" else yaml_marks.dump(data)


WORD = re.compile(r"[a-z0-9-]+")
NUMBERS = ("0", "1", "-1", "2", "3", "5", "9", "40", "99", "-999999", "true", "null")
WAYS = (
    words,
    words,
    words,
    tokens,
    tokens,
    letters,
    cut,
    spliced,
    doubled,
    rows,
    flipped,
    junk,
)

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 999) | st.sampled_from(TOKENS)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(("id", "key", "sources", "x")), inner),
    max_leaves=5,
)  # fmt: skip


def replaced(value: Any, other: Any, steps: list[int]) -> Any:
    """Put something at a place in plain data; steps are choices on the way down."""
    if not isinstance(value, (dict, list)) or not value or not steps:
        return other
    keys = list(value) if isinstance(value, dict) else range(len(value))
    at = keys[steps[0] % len(keys)]
    below = replaced(value[at], other, steps[1:])
    if isinstance(value, dict):
        return value | {at: below}
    return [below if number == at else one for number, one in enumerate(value)]


@cache
def shipped() -> Questionnaire:
    """Return the questions that come along."""
    return loader.load()


@cache
def answer_texts() -> tuple[str, ...]:
    """Return vignettes, copies and reports, with a canary in what a person wrote."""
    found = []
    for path in sorted((files.bundled() / "vignettes").glob("*.yaml"))[:9]:
        sheet = reading.load(shipped(), path, path.parent)
        notes = {next(iter(sheet.answers)): f"{CANARY}: '{CANARY}'"}
        own = replace(sheet, label=CANARY, notes=notes, vignette=None)
        found += [path.read_text("utf-8"), writing.dump(shipped(), own)]
        found += [writing.dump(shipped(), one) for one in cleared(own)]
        found.append(earlier(own))
        facts = documents.build(shipped(), own).facts
        givens = {k: v for k, v in facts.items() if k in KEPT}
        found.append(json.dumps(givens, ensure_ascii=False, indent=1))
    return tuple(found)


KEPT = {"format", "questionnaire", "country", "answered", "answers", "skipped",
        "withheld", "gate", "cleared", "label", "respondent",
        "answer_notes"}  # fmt: skip


def cleared(sheet: Sheet) -> list[Sheet]:
    """Return a sheet as a clinician leaves it, if a gate in force can be cleared."""
    fired = set(scoring.fired(shipped(), sheet))
    gates = [g.id for g in shipped().library.gates.gates if g.clears and g.id in fired]
    return [replace(sheet, cleared=tuple(gates), respondent="clinician")] * bool(gates)


def earlier(sheet: Sheet) -> str:
    """Write answers as version 1 had them, with all that is retired since."""
    data, retired = writing.to_data(shipped(), sheet), shipped().manifest.retired
    given_then = data["answers"] | dict.fromkeys(retired.questions, "very-much")
    for one in retired.options:
        several = not isinstance(given_then.get(one.question), str)
        given_then[one.question] = [one.option] if several else one.option
    return writing.written(data | {"version": "1.0.0", "answers": given_then})


def content_texts() -> dict[str, str]:
    """Return a small folder of content: every file of it is read in full each time."""
    gallery = (HOUSE / "tests" / "gallery").glob("*.yaml")
    found = {path.stem: path.read_text("utf-8") for path in gallery}
    interface = files.bundled() / "interface.yaml"
    return found | {"interface": interface.read_text("utf-8")}


def look(text: str) -> None:
    """Hold a message against what may be said."""
    assert len(text) < LONGEST_MESSAGE, f"a message of {len(text)} characters"
    odd = [line for line in text.splitlines() if not line.isprintable()]
    assert not odd, f"unprintable: {odd[0]!r}"


def kind(message: str) -> str:
    """Return what a message complains of first, without names, numbers and places."""
    first = message.splitlines()[0].split(": ", 1)[-1]
    return re.sub(r"'[^']*'|[0-9]+", "", first.rpartition(": ")[2])[:60]


def shown(text: str) -> None:
    """See that nothing that nobody can see stands raw in a document."""
    raw = {c for c in text if c != "\n" and unicodedata.category(c) in UNSEEN}
    assert not raw, f"raw: {raw!r}"


def read_answers(text: str) -> str:
    """Read a text as answers; return what came of it."""
    try:
        sheet = reading.parse(shipped(), text, "mine.yaml")
    except FitcheckError as error:
        told = str(error)
        look(told)
        if PIECE in told.lower():
            raise AssertionError("a message holds a canary") from None
        return f"refused: {kind(told)}"
    if len(text) % 10 == 0:
        made = documents.build(shipped(), sheet)
        for one in RENDERERS.values():
            shown(one(made))
        shown(plain.lay_out(made.full.markdown))
    copy = writing.dump(shipped(), sheet)
    shown(copy)
    again = reading.parse(shipped(), copy, "copy.yaml")
    assert writing.dump(shipped(), again) == copy, "a copy is read otherwise"
    return "read"


def read_content(stem: str, text: str) -> str:
    """Read a folder in which one file is this text; return what came of it."""
    try:
        questionnaire = loader.parse(WHOLE | {stem: text}, "q")
    except FitcheckError as error:
        look(str(error))
        return f"refused: {kind(str(error))}"
    if len(text) % 5 == 0:
        used(questionnaire)
    return "read"


def used(questionnaire: Questionnaire) -> None:
    """Score, explain, draw and prove with questions that were let in."""
    chosen = {
        key: (shown_first[-1].id,)
        for key, shown_first in questionnaire.choices.items()
        if shown_first
    }
    manifest = questionnaire.manifest
    for given_answers in ({}, chosen):
        sheet = Sheet(manifest.id, manifest.version, dict(given_answers))
        made = documents.build(questionnaire, sheet)
        for one in RENDERERS.values():
            shown(one(made))
        shown(plain.lay_out(made.full.markdown))
        shown(plain.lay_out(papers.explain(Case(questionnaire, sheet)).markdown))
    shown(plain.lay_out(papers.rubric(questionnaire).markdown))
    for finding in constitution.audit(questionnaire, TODAY).findings:
        look(str(finding))


def keep_unchanged_files() -> None:
    """Let a folder be read anew only where it was changed."""
    parse, validated = yaml_marks.parse, loader.validated
    texts = {f"q/{stem}.yaml": text for stem, text in WHOLE.items()}
    trees = {name: parse(name, text) for name, text in texts.items()}
    models: dict[str, Any] = {}

    def tree(name: str, text: str, *, private: bool = False) -> Any:
        if texts.get(name) == text:
            return trees[name]
        return parse(name, text, private=private)

    def model(document: Any, kind: Any) -> Any:
        if document is not trees.get(document.name):
            return validated(document, kind)
        if document.name not in models:
            models[document.name] = validated(document, kind)
        return models[document.name]

    yaml_marks.parse = tree
    loader.validated = model


class Run:
    """One run over many inputs: what came of them, the slowest, and what was found."""

    def __init__(self) -> None:
        self.came = Counter[str]()
        self.kinds: dict[str, tuple[str, str]] = {}
        self.slowest = 0.0
        self.last = ""

    def one(self, reader: str, name: str, text: str, act: Callable[[], str]) -> None:
        """Try one input, within a time."""
        self.last = f"{reader} {name}\n{text}"
        before, started = peak(), time.process_time()
        came = act()
        spent, grown = time.process_time() - started, peak() - before
        self.slowest = max(self.slowest, spent)
        assert spent < SECONDS, f"{spent:.1f} s"
        assert grown < MEGABYTES, f"{grown:.0f} MB more"
        self.came[f"{reader} {came.partition(':')[0]}"] += 1
        self.remember(f"{reader} {came}", name or reader, text)

    def remember(self, came: str, name: str, text: str) -> None:
        """Keep the shortest input of each kind of outcome."""
        before = self.kinds.get(came)
        if len(text) <= SMALL and (before is None or len(text) < len(before[1])):
            self.kinds[came] = name, text

    def write(self, folder: Path) -> None:
        """Write what is kept, one file each, named after the file it stands for."""
        folder.mkdir(exist_ok=True)
        for number, (name, text) in enumerate(sorted(self.kinds.values()), 1):
            file = folder / f"{name}.{number:02}.txt"
            file.write_bytes(text.encode("utf-8", "surrogatepass"))


def batch(run: Run, number: int, size: int, reader: str) -> None:
    """Try some inputs on one of the two readers."""
    settled = settings(
        max_examples=size, deadline=None, database=None, print_blob=False,
        suppress_health_check=list(HealthCheck), verbosity=Verbosity.quiet,
        phases=(Phase.generate, Phase.shrink),
    )  # fmt: skip

    @settled
    @seed(number)
    @given(st.data())
    def on_answers(data: st.DataObject) -> None:
        text = mutated(data.draw, answer_texts())
        run.one("answers", "", text, lambda: read_answers(text))

    @settled
    @seed(number)
    @given(st.data())
    def on_content(data: st.DataObject) -> None:
        stem = data.draw(st.sampled_from(sorted(WHOLE)))
        small = sorted(WHOLE.values(), key=len)[:6]
        text = mutated(data.draw, (WHOLE[stem], WHOLE[stem], *small))
        run.one("content", stem, text, lambda: read_content(stem, text))

    {"answers": on_answers, "content": on_content}[reader]()


def main() -> None:
    """Try as many inputs as were asked for, half of them on each reader."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    asked.add_argument("--inputs", type=int, default=2_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--corpus", type=Path, help="keep one input of each kind here")
    asked.add_argument("--keep", type=Path, default=Path("fuzz-found"))
    chosen = asked.parse_args()
    keep_unchanged_files()
    run, found = Run(), 0
    for number in range(max(1, chosen.inputs // (2 * BATCH))):
        for reader in ("answers", "content"):
            try:
                batch(run, chosen.seed * 1_000_000 + number, BATCH, reader)
            except Exception as error:  # whatever it is, it is what was looked for
                found += 1
                chosen.keep.mkdir(exist_ok=True)
                kept = chosen.keep / f"{reader}-{chosen.seed}-{number}.txt"
                kept.write_text(f"{run.last}\n\n{last(error)}\n", "utf-8", "replace")
                write(f"FOUND, kept as {kept}: {last(error)}")
        if number % 20 == 0:
            write(told(run, found))
    write(told(run, found))
    if chosen.corpus:
        run.write(chosen.corpus)
    sys.exit(bool(found))


def last(error: BaseException) -> str:
    """Say what an error is and where it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(one.filename).name}:{one.lineno}" for one in frames[-3:]]
    return f"{type(error).__name__} at {', '.join(places)}: {str(error)[:300]}"


def peak() -> float:
    """Return the height of this process's memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def told(run: Run, found: int) -> str:
    """Say how far it has come."""
    counts = ", ".join(f"{name}: {n:,}" for name, n in sorted(run.came.items()))
    total = run.came.total()
    return (
        f"{total:,} inputs ({counts}); slowest {run.slowest:.2f} s, "
        f"{peak():.0f} MB at the height, found {found}"
    )


def write(text: str) -> None:
    """Write a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


WHOLE = content_texts()
TODAY = date(2026, 11, 22)

if __name__ == "__main__":
    main()
