"""What a question asks: its words, its kind, and the time and the outlet that it means."""
