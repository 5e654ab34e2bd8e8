"""The rubric for other systems: FHIR, REDCap, SQL, and many sheets at once.

It puts the rubric into their words, and reads theirs; it judges nothing of its own.
"""
