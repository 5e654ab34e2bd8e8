"""The rules of judgement: what is asked, what it adds up to, what would change it.

Pure functions of a questionnaire and answers; nothing here reads, prints or remembers.
"""
