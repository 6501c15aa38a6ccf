"""The conversation: a text or the press of a button comes in, a reply of blocks and buttons goes out."""
