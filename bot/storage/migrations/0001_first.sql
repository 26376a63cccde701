-- What happened, without anybody's words: one row an event. Times are UTC, ISO 8601. `person` is a keyed hash.
CREATE TABLE usage (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    place TEXT NOT NULL CHECK (place IN ('guild', 'direct', 'private', 'terminal')),
    outcome TEXT NOT NULL,
    topic TEXT NOT NULL DEFAULT '',
    confidence REAL,
    latency_ms REAL,
    guild_id INTEGER,
    person TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX usage_at ON usage (at);

-- One schedule a channel. `days` is a bit for each weekday, 1 for Monday. `paused` is the reason, or empty.
CREATE TABLE schedules (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL UNIQUE,
    local_time TEXT NOT NULL,
    timezone TEXT NOT NULL,
    days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 127),
    topic TEXT NOT NULL DEFAULT '',
    next_due TEXT NOT NULL,
    paused TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX schedules_due ON schedules (next_due);

-- A slot is claimed here before its tip is sent. Kept by channel, so that a new schedule goes on with the same deck.
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    schedule_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    due TEXT NOT NULL,
    tip_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('claimed', 'sent', 'skipped', 'failed', 'uncertain')),
    claimed_at TEXT NOT NULL,
    UNIQUE (channel_id, due)
) STRICT;
CREATE INDEX deliveries_open ON deliveries (state) WHERE state = 'claimed';

-- Small things to remember: the pseudonym key's fingerprint, the command tree's hash.
CREATE TABLE notes (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
