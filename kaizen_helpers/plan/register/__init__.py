"""Registers: consultations and improvement cases."""
