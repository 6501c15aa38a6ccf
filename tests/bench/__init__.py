"""Benchmarks: they print figures and are run by hand."""

import index  # noqa: F401 -- before numpy, so that products run on one thread as they do in Newsdesk
