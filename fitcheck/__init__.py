"""fitcheck: which kind of talking therapy to ask about first.

The map of the house, from the ground up:

* ``errors``, ``signals``, ``files``, ``wrap``: what goes wrong, what stops it, disk.
* ``help_now``: crisis lines with the standard library alone.
* ``content``: from the files in ``questions/`` to a Questionnaire.
* ``answers``: what somebody answered, from files to a Sheet and back.
* ``rubric``: what is asked, and the judgement; pure.
* ``proof``: the constitution, proved over every complete sheet.
* ``report``: a Case, in facts and in words. ``documents``: the templates of each.
* ``render``: a document as terminal text, plain lines, HTML or JSON.
* ``comparing``: two sheets, two folders of questions, a report and its answers.
* ``walk``: the one loop that asks, and its two faces. ``drafts``: the saved walk.
* ``services``: the rubric for others: FHIR, REDCap, SQL, and many sheets at once.
* ``cli``: arguments, streams, clock, exit codes.

There is no Python API: the command line and the file formats are the interface.
"""

__version__ = "0.2.0"
