"""Articles and their passages: made, stored once, near copies linked to the first, kept, and removed."""
