"""What may be asked about each step: 排除, 結合, 入替, 簡素化, in this order."""
