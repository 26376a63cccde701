"""What each command does, free of any front end: plain values in, a `Reply` out."""
