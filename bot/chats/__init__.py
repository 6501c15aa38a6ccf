"""The chats: what is kept of each, what it chose, and who may use the bot there."""
