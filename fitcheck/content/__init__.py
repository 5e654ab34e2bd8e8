"""From the files in ``questions/`` to a Questionnaire, or to every mistake in them."""
