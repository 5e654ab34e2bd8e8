"""What a printed page holds, read back from the PDF: its words and where they stand."""

import unicodedata
from dataclasses import dataclass

import pypdfium2

MILLIMETRE = 72 / 25.4
A4 = (210 * MILLIMETRE, 297 * MILLIMETRE)
MARGINS = (17 * MILLIMETRE, 20 * MILLIMETRE, 17 * MILLIMETRE, 18 * MILLIMETRE)
"""Left, bottom, right, top."""
LOST = str.maketrans("", "", "-•\x02\ufffe")
"""The marks of lists, and hyphens: at the end of a line PDF's readers drop them."""
SHOWN = """
[...document.querySelectorAll(%s)].filter(one => one.getClientRects().length)
    .map(one => one.innerText).filter(one => one.trim())
"""
HEADED = """
[...document.querySelectorAll('h1, h2, h3, h4, h5')]
    .filter(one => one.getClientRects().length && one.nextElementSibling)
    .map(one => [one.innerText, one.nextElementSibling.innerText])
"""


@dataclass(frozen=True)
class Page:
    """One printed page."""

    size: tuple[float, float]
    number: str
    text: str
    """Every letter on it but its number, without blanks."""
    outside: tuple[str, ...]
    """What does not stand wholly inside the margins."""


def squeezed(text):
    """Take out what differs between a page and its print, and write letters one way."""
    whole = unicodedata.normalize("NFKC", text)
    return "".join(whole.split()).translate(LOST)


def pages(pdf):
    """Yield the pages of a printed document."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text = page.get_textpage()
        size = page.get_size()
        boxes = map(text.get_rect, range(text.count_rects()))
        outside = [text.get_text_bounded(*b) for b in boxes if not within(b, size)]
        whole = squeezed(text.get_text_range())
        yield Page(size, *parted(whole, outside))
        text.close()
        page.close()
    document.close()


def within(box, size: tuple[float, float]):
    """Say whether a box stands inside the margins, but for the width of a hair."""
    left, bottom, right, top = box
    wide, high = size
    return (
        left >= MARGINS[0] - 1
        and bottom >= MARGINS[1] - 1
        and right <= wide - MARGINS[2] + 1
        and top <= high - MARGINS[3] + 1
    )


def parted(whole, outside):
    """Part a page's number, which stands in the margin, from the rest."""
    numbers = [one for one in outside if one.strip().isdigit()]
    number = numbers[-1].strip() if numbers else ""
    others = tuple(one for one in outside if one not in numbers)
    rest = whole.removeprefix(number) if whole.startswith(number) else whole
    return number, rest.removesuffix(number) if rest == whole else rest, others


def shown(browser, chosen):
    """Return the text of every element that is printed, without blanks."""
    browser.ask("Emulation.setEmulatedMedia", media="print")
    found = browser.run(SHOWN % repr(chosen))
    browser.ask("Emulation.setEmulatedMedia", media="")
    return [squeezed(one) for one in found]


def headed(browser):
    """Return every heading that is printed, with how the text below it begins."""
    browser.ask("Emulation.setEmulatedMedia", media="print")
    found = browser.run(HEADED)
    browser.ask("Emulation.setEmulatedMedia", media="")
    return [(squeezed(head), squeezed(below)[:20]) for head, below in found]


def cut(whole, several):
    """Return those of some texts that stand wholly on no page."""
    return [one for one in whole if not any(one in page.text for page in several)]
