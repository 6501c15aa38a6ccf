"""Articles and their passages: made, stored once, kept, and removed."""
