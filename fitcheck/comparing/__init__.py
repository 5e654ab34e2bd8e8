"""Two things held against each other: a report and its recomputation, two sheets.

One ``differences`` serves them all; what is compared, each module chooses for itself.
"""
