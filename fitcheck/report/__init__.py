"""The report: a Case is a sheet with all that comes of it, in facts and in words.

Pure: it reads no clock and no file, and lays nothing out; documents do that.
"""
