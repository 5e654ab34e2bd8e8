"""Documents to lay out, text that other programs act on, and every text of them."""

import re

from fitcheck import documents
from fitcheck.answers import reading
from fitcheck.answers.sheet import Sheet
from fitcheck.comparing import two_sheets
from fitcheck.content.model import Poles, Statement
from fitcheck.documents import Written, filling, papers
from fitcheck.render.markdown import Piece, for_people, pieces

NASTY = [
    "[/] [bold]x[/bold] [link=a]b[/link]",
    "*a* _b_ **c** __d__ ~~e~~ `f` ``g``",
    "<script>alert(1)</script> <b>x</b> &amp; &#35; <!-- x -->",
    "a | b || c \\| d",
    "]]> ![x](y) [x](javascript:y) [x]: z",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "# heading",
    "> quote",
    "- item",
    "1. item",
    "1) item",
    "***",
    "---",
    "===",
    ": term",
    "```",
    "~~~ fitcheck",
    "\\",
    "a\\*b\\\\c",
    ":smile: <https://x.y>",
    "{name} {{ x }} %s",
]
"""What other programs would act on."""
SAFE = {"safe-now": ("safe",), "needs-assessment": ("none-of-these",)}
SEVERAL = {
    **SAFE,
    "plan-or-open": ("strongly-psychodynamic",),
    "who-leads": ("slightly-cbt",),
    "wants-roots": ("very-much",),
    "clear-goals": ("not-really",),
    "earlier-kind": ("cbt",),
    "earlier-cbt": ("still-stuck",),
    "concerns": ("relationships", "panic", "sleep"),
    "limits": ("little-money", "long-wait"),
    "informed-preference": ("slightly-cbt",),
    "feels-sure": ("not-yet",),
}
"""Something of everything, with gaps."""
WIDE = "語" * 120


def sheet(given, **more):
    return Sheet("psychodynamic-cbt", "2.0.0", given, **more)


PREFERRED = (
    "strongly-psychodynamic", "strongly-cbt", "another-kind", "none-for-now",
)  # fmt: skip


def wishing(questionnaire, side, preferred):
    """Answer everything towards one side, but for what is preferred in the end."""
    found = {"earlier-kind": ("none",)}
    for question in questionnaire.questions.values():
        if isinstance(question, Statement):
            wish = "very-much" if question.towards == side else "not-really"
            found[question.id] = (wish,)
        elif isinstance(question, Poles):
            asked = question.scale == "preference"
            found[question.id] = (preferred if asked else f"strongly-{side}",)
    return found


def middle(fit):
    """Answer everything with the middle, but for what is preferred in the end."""
    given = {
        key: ("no-preference" if chosen.startswith("strongly") else "not-really",)
        for key, (chosen,) in fit.items()
    }
    kept = ("earlier-kind", "informed-preference")
    return {**given, **{key: fit[key] for key in kept}}


def every_document(questionnaire):
    """Yield reports and first screens with and without a gate, and other documents."""
    for given in (
        sheet(
            {**SAFE, "who-leads": ("slightly-cbt",), "concerns": ("sleep", "panic")},
            country="GB", label=WIDE, notes={"who-leads": f"{WIDE} x {WIDE}"},
        ),
        sheet({**SAFE, "needs-assessment": ("danger-at-home", "under-18")}),
        sheet({}),
    ):  # fmt: skip
        built = documents.build(questionnaire, given)
        yield from (built.pages, built.full, Written(built.first_screen))
    yield from comparisons(questionnaire)
    yield papers.therapies(questionnaire)
    yield papers.about(questionnaire, ("a",))
    yield papers.form(questionnaire)
    yield papers.rubric(questionnaire)


def comparisons(questionnaire):
    """Yield a comparison at two times, and one of two people."""
    both = [
        reading.Fitted(sheet({**SAFE, "who-leads": (one,), "concerns": (two,)}))
        for one, two in (("slightly-cbt", "sleep"), ("strongly-psychodynamic", "panic"))
    ]
    for people in (None, ("client", "clinician")):
        found = two_sheets.Comparison(questionnaire, both[0], both[1], people)
        yield two_sheets.write(found)


def texts(markdown):
    """Yield every text of a document; what only programs read is not spoken."""
    for one in pieces(for_people(markdown)):
        yield from of_piece(one)


def of_piece(one):
    match one:
        case Piece("entries", several):
            yield from (said.value for entry in several for said in entry)
        case Piece("table", (head, rows)):
            yield from (text for row in (head[1:], *rows) for text in row)
        case Piece("facts", rows):
            yield from (text for row in rows for text in row)
        case Piece("code", (_, drawn)):
            for line in drawn.replace("█", "").splitlines():
                yield from re.split(r": |  +", line)
        case Piece(_, list() as several):
            yield from several
        case _:
            yield one.value


def words(markdown):
    """Return every word of a document."""
    return {word for text in texts(markdown) for word in text.split()}


BLOCKS = """# {{ x }}

{{ x }}

{{ [x] | strong }}

{{ [x, x] | bullets }}

* {{ x }}

    **{{ x }}**

1. {{ x }}

- [ ] {{ x }}
- [ ] {{ x }}

[ ] {{ x }} · [ ] {{ x }}

{{ [(x, x)] | facts }}

| {{ x }} | {{ x }} | {{ x }} |
| --- | --: | --- |
| {{ x }} | {{ x }} | {{ x }} |

## {{ x }}

### {{ x }}

#### {{ x }}

{{ [x] | paragraphs }}
"""
"""One of each kind of block that a template writes, by itself or by a filter."""


def in_every_block(text):
    """Return a document in Markdown with a text in every kind of block."""
    return filling.environment().from_string(BLOCKS).render(x=text)
