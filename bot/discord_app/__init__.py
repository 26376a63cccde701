"""The only folder that knows Discord: client, command tree, components, and a `Reply` drawn as a message."""
