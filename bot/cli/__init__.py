"""The terminal: one module a command, and the rendering of a `Reply` in a terminal."""
