"""Feeds: their list, when each is read again, fetching them safely, and storing what is in them."""
