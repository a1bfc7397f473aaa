"""Flows as people write them: step tables, Japanese text, workbooks, Python. One meaning, several spellings."""
