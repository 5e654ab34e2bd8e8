"""The floor of a first prompt: one bare list of questionary."""

import questionary

questionary.select("Which?", choices=["first", "second", "third"]).unsafe_ask()
