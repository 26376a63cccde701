"""One SQLite file through aiosqlite: opening, migrations, usage, schedules, pseudonyms."""
