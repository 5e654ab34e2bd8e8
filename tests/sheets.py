"""Sheets of the gallery, and small changes to its texts."""

from fitcheck.answers.sheet import Sheet

MIDDLE = {
    "wander-or-map": ("no-preference",),
    "listen-or-look": ("no-preference",),
    "wants-sand": ("not-really",),
    "wants-top": ("not-really",),
    "earlier-kind": ("nowhere",),
    "preference": ("no-preference",),
}
"""Every fit question answered, and a difference of 0."""


def given(**chosen):
    """Write answers as ``earlier_kind="both"``, several with spaces between."""
    return {key.replace("_", "-"): tuple(ids.split()) for key, ids in chosen.items()}


def middle(**chosen):
    """Change some answers of the sheet in the middle."""
    return {**MIDDLE, **given(**chosen)}


def adding_up_to(difference, **chosen):
    """Answer the fit questions so that they add up to a difference of -8 to 8."""
    side = "psychodynamic" if difference > 0 else "cbt"
    left = abs(difference)
    answers = dict(MIDDLE)
    for key in ("wander-or-map", "listen-or-look", "preference"):
        step = min(left, 2)
        left -= step
        if step:
            answers[key] = (f"{('slightly', 'strongly')[step - 1]}-{side}",)
    wish = "wants-sand" if difference > 0 else "wants-top"
    answers[wish] = (("not-really", "somewhat", "very-much")[left],)
    return {**answers, **given(**chosen)}


def sheet(answers, **more):
    """Put answers on a sheet of the gallery."""
    return Sheet("gallery", "2.1.0", answers, **more)


def changed(texts, stem, old, new):
    """Change one place of one file; it has to stand there exactly once."""
    assert texts[stem].count(old) == 1, f"{old!r} has to stand once in {stem}"
    return {**texts, stem: texts[stem].replace(old, new)}
