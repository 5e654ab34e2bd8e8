"""Places in a text where something is filled in, such as ``{name}``.

Which places a text has to hold stands beside its field; another is refused.
"""

import re
from typing import Any

from pydantic import AfterValidator

PLACE = re.compile(r"\{([a-z0-9_]+)\}")


def fills(*names: str) -> Any:
    """Make the validator of a text in which exactly these names are filled in."""

    def check(text: str) -> str:
        if sorted(PLACE.findall(text)) != sorted(names):
            wanted = ", ".join(f"{{{name}}}" for name in names)
            raise ValueError(f"has to hold each of these places once: {wanted}")
        if re.search(r"[{}]", PLACE.sub("", text)):
            raise ValueError("holds a brace that belongs to no place")
        return text

    return AfterValidator(check)
