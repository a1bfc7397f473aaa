"""The gate before 本番利用: the app held against its flow."""
