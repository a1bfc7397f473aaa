"""A practice environment (練習環境) that speaks the REST API of kintone, offline. Not affiliated with Cybozu."""
