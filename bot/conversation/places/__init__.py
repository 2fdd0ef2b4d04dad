"""A meeting in other chats than its own: its desk in private, and those who have joined."""
