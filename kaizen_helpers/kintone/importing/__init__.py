"""取込前検査: what the screen's import of a CSV or Excel file would refuse, before anything is uploaded."""
