"""Workbooks (Excel): opening them safely, checking, repairing, collecting and writing them."""
