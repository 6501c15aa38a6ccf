"""Benchmarks: they print figures and are run by hand."""
