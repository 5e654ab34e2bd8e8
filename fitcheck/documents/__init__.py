"""Documents as templates: each is one file in the order in which it is read.

``filling`` fills them in, ``markdown`` reads what they make, and ``reports`` writes
the report on a sheet in its lengths.
"""

from fitcheck.documents.filling import Written, fill
from fitcheck.documents.reports import Report, build, full, two_pages

__all__ = ["Report", "Written", "build", "fill", "full", "two_pages"]
