"""Question to Answer: retrieve, decide, quote, and follow up."""
