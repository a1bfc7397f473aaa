"""Records of kintone as tables of pandas, and back."""
