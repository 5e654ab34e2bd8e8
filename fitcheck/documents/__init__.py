"""Documents as templates: each is one file in the order in which it is read.

``filling`` fills them in, ``reports`` writes the report on a sheet in its lengths, and
``papers`` everything else. What they make is Markdown.
"""

from fitcheck.documents.filling import Part, Written, fill
from fitcheck.documents.reports import Report, build, full, two_pages

__all__ = ["Part", "Report", "Written", "build", "fill", "full", "two_pages"]
