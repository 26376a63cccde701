"""One SQLite file through aiosqlite: opening, migrations, usage, votes, schedules, pseudonyms."""
