"""Tips: the deck that does not repeat, the schedule arithmetic, and the desk that claims a slot before it is sent."""
