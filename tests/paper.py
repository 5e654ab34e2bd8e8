"""Somebody who has only a printed page and a pencil, and adds a sheet up with them.

The page is read as Markdown shows it; nothing comes from the program but the answers.
"""

import html
import random
import re

from fitcheck.answers.sheet import Sheet
from fitcheck.content.model import Statement
from fitcheck.report.names import Names
from fitcheck.rubric import path, scoring

Table = list[list[str]]


def sheets(questionnaire, seed):
    """Draw sheets without a gate, some of them with gaps."""
    dice = random.Random(seed)
    for _ in range(60):
        left_out = dice.choice((0, 0.1, 0.5))
        given = {
            key: (dice.choice(choices).id,)
            for key, choices in questionnaire.choices.items()
            if key not in questionnaire.safety and dice.random() >= left_out
        }
        yield Sheet("psychodynamic-cbt", "2.0.0", given)


def printed(text):
    """Return what Markdown shows of a text."""
    return html.unescape(re.sub(r"\\(.)", r"\1", text)).strip()


class Card:
    """A person who has the printed page, a pencil, and nothing else."""

    def __init__(self, page, level="##"):
        parts = re.split(rf"^{level} ", page, flags=re.MULTILINE)
        steps = {part.partition(":")[0]: part for part in parts[1:]}
        self.steps = [steps[f"Step {number}"] for number in range(1, 7)]

    def tables(self, step):
        found: list[Table] = [[]]
        rows = (one for one in self.steps[step - 1].split("\n"))
        for row in rows:
            if not row.startswith("|"):
                found += [[]] if found[-1] else []
            elif not row.startswith("| ---"):
                if row.startswith("| Question") and found[-1]:
                    found.append([])
                found[-1].append([printed(one) for one in row[2:-2].split(" | ")])
        return [one for one in found if one]

    def gated(self, said):
        [table] = self.tables(1)
        named = {one for row in table[1:] for one in row[1].split("; ")}
        return bool(named & set(said))

    def row(self, question):
        for table in self.tables(2):
            for row in table[1:]:
                if row[0].startswith(question):
                    return table[0], row
        raise AssertionError(f"no row for {question!r}")

    def band(self, difference):
        rows = re.findall(r"- \*\*(.+):\*\* (.+)", printed(self.steps[3]))
        for name, said in rows:
            ends = [int(one) for one in re.findall(r"[-+]?\d+", said)]
            low = -99 if "less" in said else ends[0]
            high = 99 if "more" in said else ends[-1]
            if low <= difference <= high:
                return str(name)
        raise AssertionError(difference)

    def side(self, band):
        for side in ("psychodynamic therapy", "CBT"):
            if band.endswith(side):
                return side
        return "no clear leaning"

    def evidence(self, concern):
        [table] = self.tables(5)
        for row in table[1:]:
            if concern and re.split(r"\. Ask by name", row[0])[0] == concern:
                return row[3]
        return "neither"

    def reading(self, band, still_open, evidence):
        [table] = self.tables(6)
        column, mine = table[0].index(f"Step 5: {evidence}"), self.side(band)
        rows = {row[0]: row[column] for row in table[1:]}
        if still_open:
            return rows[f"{mine}, {still_open} still open"]
        neither = mine == "no clear leaning"
        return rows[mine if neither else f"clearly or slightly towards {mine}"]


def beside(row):
    """Return the answers that a row says to take for its middle."""
    found = re.search(r"\(([^()]+): circle Neither\.\)", row)
    return found[1].split("; ") if found else []


def circled(card, shipped, sheet):
    """Return what is circled in every row that applies: a cell, or the last two."""
    given, cells = path.on_path(shipped, sheet.answers), []
    for question in path.path(shipped, sheet.answers):
        if question.id not in {*shipped.scored, "earlier-kind"}:
            # The card says that what is not on it changes nothing.
            assert not [x for x in card.tables(2) if x[1][0].startswith(question.text)]
            continue
        head, row = card.row(question.text)
        if question.id not in given:
            cells.append(row[-2:])
            continue
        [chosen] = given[question.id]
        shown = [one.id for one in shipped.shown(question)]
        label = Names(shipped).answer(question.id, chosen)
        at = shown.index(chosen) + 1
        if label in beside(row[0]):
            at = head.index("Neither")
        elif isinstance(question, Statement):
            at = head.index(label)
        elif head[1].startswith("Any answer"):
            at = 1
        cells.append([row[at]])
    return cells


def worked(card, shipped, sheet):
    """Fill the card in, as its own words say."""
    given = path.on_path(shipped, sheet.answers)
    safety = [
        Names(shipped).answer(key, one)
        for key in shipped.safety
        for one in given.get(key, ())
    ]
    cells = circled(card, shipped, sheet)
    concerns = [shipped.concerns[one].label for one in given.get("concerns", ())]
    return added(card, safety, cells, next(iter(concerns), None))


def added(card, safety, cells, concern):
    """Take the steps of the card, with what is circled in each row that applies."""
    if card.gated(safety):
        return {"reading": "see someone first"}
    p, c = (
        sum(int(n) for one in cells for n in re.findall(rf"{side} (\d+)", one[0]))
        for side in "PC"
    )
    blank = [tuple(map(int, one)) for one in cells if len(one) == 2]
    low, high = (p - c + sum(one[end] for one in blank) for end in (0, 1))
    evidence = card.evidence(concern)
    names = ("psychodynamic", "cbt", "difference", "lowest", "highest", "evidence")
    found = dict(zip(names, (p, c, p - c, low, high, evidence), strict=True))
    bands = card.band(low), card.band(high)
    sides = tuple(map(card.side, bands))
    if sides == ("CBT", "psychodynamic therapy"):
        return {**found, "reading": "cannot tell"}
    band, still_open = "no clear leaning", ""
    if sides[0] == sides[1]:
        band = bands[sides[0] == "CBT"]
    else:
        [still_open] = {*sides} - {band}
    reading = card.reading(band, still_open, evidence)
    return {**found, "band": band.lower(), "reading": reading}


def expected(shipped, sheet):
    """Return what the program makes of the same answers, in the same words."""
    score = scoring.score(shipped, sheet)
    reading = shipped.words.readings.of(score.reading).name
    if score.fit is None or score.evidence is None:
        return {"reading": reading}
    names = ("psychodynamic", "cbt", "difference", "lowest", "highest")
    side = getattr(shipped.words.report, f"side_{score.evidence.side}")
    found = {
        **{name: getattr(score.fit, name) for name in names},
        "evidence": "neither" if score.evidence.side == "neither" else side,
        "reading": reading,
    }
    if score.reading != "cannot-tell":
        bands = {one.id: one.name.lower() for one in shipped.rubric.bands}
        found["band"] = bands[score.fit.band]
    return found


class Asked:
    """One question as it stands on the form."""

    def __init__(self, number, text):
        title, _, rest = text.partition("\n")
        asked = printed(title) if title.endswith("?") else f"{printed(title)}."
        self.number, self.text, self.rest = int(number), asked, printed(rest)
        boxes = re.findall(r"\[ \] (.+?)(?: · (?=\[)|$)", rest, re.MULTILINE)
        self.boxes = [printed(one) for one in boxes]
        self.ways = re.findall(r"^- ([AB]): (.+)$", self.rest, re.MULTILINE)

    def place(self, said):
        """Return which box says this; what explains it stands behind it in brackets."""
        [at] = [
            at
            for at, box in enumerate(self.boxes)
            if said in {box, box.partition(" (")[0]} or box.startswith(f"{said} (")
        ]
        return at

    def stops(self, ticked):
        found = re.search(r"ticked anything other than “(.+?)”", self.rest)
        return bool(found and [x for x in ticked if not x.startswith(found[1])])


class Form:
    """A client who ticks boxes, and a clinician who has the pages behind them."""

    def __init__(self, page):
        self.client, _, scoring = page.partition("\n## Scoring pages")
        assert scoring
        parts = re.split(r"^#+ (Question (\d+)\\?\. )?", self.client, flags=re.M)[1:]
        several = zip(parts[1::3], parts[2::3], strict=True)
        asked = [Asked(number, text) for number, text in several if number]
        self.asked = {one.text: one for one in asked}
        self.numbered = {one.number: one for one in asked}
        self.card = Card(scoring, "###")

    def filled(self, shipped, sheet):
        """Tick what a person means: which boxes, by the number of their question."""
        given = path.on_path(shipped, sheet.answers)
        ticks = {}
        for key, chosen in given.items():
            asked = self.asked[shipped.questions[key].text]
            meant = [self.meant(shipped.questions[key], asked, one) for one in chosen]
            ticks[asked.number] = [asked.place(one) for one in meant]
        return ticks

    def meant(self, question, asked, option):
        """Put an answer into the words of its box; poles by the letter they have."""
        if isinstance(question, Statement):
            return option.replace("-", " ").capitalize()
        if question.kind != "poles":
            return next(one.label for one in question.options if one.id == option)
        if option == "no-preference":
            return "No preference"
        if option in {one.id for one in question.others}:
            return next(one.label for one in question.others if one.id == option)
        much, _, side = option.partition("-")
        way = getattr(question, side)
        [letter] = [letter for letter, text in asked.ways if text == way]
        return f"{'Much' if much == 'strongly' else 'A little'} more {letter}"

    def applies(self, asked, ticks):
        """Say whether a question is for this person, as it says itself."""
        found = re.search(r"Only if .+ question (\d+): (.+)\. If not", asked.rest)
        if not found:
            return True
        other = self.numbered[int(found[1])]
        said = [other.boxes[at] for at in ticks.get(other.number, [])]
        return any(one.split(" (")[0] in found[2].split("; ") for one in said)

    def worked(self, ticks):
        """Add up what was ticked, with the pages behind."""
        cells = []
        for table in self.card.tables(2):
            for row in table[1:]:
                if row[0].startswith("Add up"):
                    continue
                asked = self.numbered[int(row[0].partition(":")[0])]
                if not self.applies(asked, ticks):
                    assert asked.number not in ticks
                elif asked.number in ticks:
                    [at] = ticks[asked.number]
                    at = 0 if table[0][1].startswith("Any") else at
                    if asked.boxes[at].partition(" (")[0] in beside(row[0]):
                        at = table[0].index("Neither") - 1
                    cells.append([row[at + 1]])
                else:
                    cells.append(row[-2:])
        said = {n: [self.numbered[n].boxes[at] for at in ticks[n]] for n in ticks}
        stopped = any(self.numbered[n].stops(texts) for n, texts in said.items())
        names = [one.split(" (")[0] for texts in said.values() for one in texts]
        assert stopped == self.card.gated(names)
        return added(self.card, names, cells, self.first(said))

    def first(self, said):
        """Find what stands first on the form in the table of concerns."""
        [asked] = [x for x in self.numbered.values() if "write 1 in the box" in x.rest]
        box = next(iter(said.get(asked.number, ())), None)
        [table] = self.card.tables(5)
        names = [re.split(r"\. Ask by name", row[0])[0] for row in table[1:]]
        found = [one for one in names if box and f"{box} ".startswith(f"{one} (")]
        assert len(found) == bool(box)
        return next(iter(found), None)
