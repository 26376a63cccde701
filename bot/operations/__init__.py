"""What an operator sees and needs while the bot runs: its health, metrics, upkeep, and new content."""
