"""How much of a long proof runs: some in ``make test``, all in ``make thorough``."""

import os

THOROUGH = bool(os.environ.get("THOROUGH"))


def sample(items, every):
    """Return one of so many items, the first always; in a thorough run each."""
    found = list(items)
    return found if THOROUGH else found[::every]


def turns(cases, forms):
    """Return each case with one of some forms in turn; in a thorough run with each."""
    count = len(forms)
    return [
        (case, form)
        for at, case in enumerate(cases)
        for form in (forms if THOROUGH else [forms[at % count]])
    ]
