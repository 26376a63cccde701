"""The bot as a process of its own against a fake Discord in another, of which nothing is imported: it starts fast."""
