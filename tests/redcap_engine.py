"""REDCap's equations worked out after its public help pages, by a reader of our own.

A number is compared as one where both sides are numbers; ``sum`` leaves out blanks.
"""

from __future__ import annotations

import re
from typing import Any

TOKEN = re.compile(
    r"\s*(?:(\d+)|'([^']*)'|\[(\w+)(?:\((\w+)\))?\]|(<>|>=|<|=|[-+(),])|(\w+))"
)
Value = str | float | bool


class Equation:
    """One equation and the record that it is worked out for."""

    def __init__(self, text: str, record: dict[str, str]) -> None:
        self.tokens = [one.groups() for one in TOKEN.finditer(text)]
        self.whole = TOKEN.sub("", text).strip() == ""
        self.record, self.at = record, 0

    def value(self) -> Value:
        assert self.whole, "something in it is none of the words that are allowed"
        found = self.either()
        assert self.at == len(self.tokens), "something is left over"
        return found

    def take(self, *signs: str) -> str:
        """Take the next sign or word if it is one of these."""
        if self.at < len(self.tokens):
            *_, sign, word = self.tokens[self.at]
            if (sign or word) in signs:
                self.at += 1
                return str(sign or word)
        return ""

    def either(self) -> Value:
        found = self.both()
        while self.take("or"):
            other = self.both()
            found = bool(found) or bool(other)
        return found

    def both(self) -> Value:
        found = self.compared()
        while self.take("and"):
            other = self.compared()
            found = bool(found) and bool(other)
        return found

    def compared(self) -> Value:
        one = self.added()
        sign = self.take("=", "<>", "<", ">=")
        if not sign:
            return one
        two = self.added()
        if sign in {"=", "<>"}:
            return (number(one) == number(two)) == (sign == "=")
        if "" in {one, two}:
            return False
        low, high = float(one), float(two)
        return low < high if sign == "<" else low >= high

    def added(self) -> Value:
        found = self.one()
        while sign := self.take("+", "-"):
            other = self.one()
            if "" in {found, other}:
                found = ""
            else:
                found = float(found) + (float(other) if sign == "+" else -float(other))
        return found

    def one(self) -> Value:
        if self.take("-"):
            return -float(self.one())
        if self.take("("):
            found = self.either()
            assert self.take(")")
            return found
        if self.take("if", "sum"):
            return self.called(self.tokens[self.at - 1][-1])
        digits, text, field, box, *_ = self.tokens[self.at]
        self.at += 1
        if field:
            return self.record.get(f"{field}___{box}" if box else field, "")
        return float(digits) if digits else text or ""

    def called(self, name: Any) -> Value:
        assert self.take("(")
        values = [self.either()]
        while self.take(","):
            values.append(self.either())
        assert self.take(")")
        if name == "sum":
            return sum(float(one) for one in values if one != "")
        condition, yes, no = values
        return yes if condition else no


def number(value: Value) -> Value:
    try:
        return float(value)
    except ValueError:
        return value
