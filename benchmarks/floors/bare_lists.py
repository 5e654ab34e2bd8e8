"""The floor from one prompt to the next: bare lists of questionary in a row."""

import questionary

for number in range(10):
    asked = questionary.select(f"Which {number}?", choices=["1", "2", "3", "4", "last"])
    asked.unsafe_ask()
