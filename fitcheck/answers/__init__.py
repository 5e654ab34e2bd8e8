"""What one person answered: the sheet, read in one place and written in one place."""
