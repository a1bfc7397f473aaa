"""The questionnaire: answers, shares with intervals, pages."""
