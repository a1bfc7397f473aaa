"""Sentences and what they are: 事実, 困りごと, 原因, 論点, 打ち手; the issue tree."""
