"""The topics that chats follow: what they are, which stories they were told of, and what is told when."""
