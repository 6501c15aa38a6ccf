"""Replies as each front end shows them."""
