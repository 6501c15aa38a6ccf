"""What each process of the bot has, whatever its role: log, health, metrics, and its place among the others."""
