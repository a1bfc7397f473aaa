"""Marking: take hand-ins in, judge them, report to the instructor and to the learner."""
