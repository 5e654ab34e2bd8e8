"""How much of a long proof runs: some in ``make test``, all in ``make thorough``."""

import os

THOROUGH = bool(os.environ.get("THOROUGH"))


def sample(items, every):
    """Return one of so many items, the first always; in a thorough run each."""
    found = list(items)
    return found if THOROUGH else found[::every]
