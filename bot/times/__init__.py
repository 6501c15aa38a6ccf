"""Times as people write them and as their clocks show them."""
