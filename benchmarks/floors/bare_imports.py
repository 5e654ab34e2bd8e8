"""The floor of score: what any program on these libraries pays before its own work."""

import pydantic
import typer  # noqa: F401
import yaml  # noqa: F401


class Model(pydantic.BaseModel):
    """One model."""

    name: str


Model(name="one")
