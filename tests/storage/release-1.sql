-- A database as the first release wrote it (schema 1), with rows in every table. Never changed: upgrades are tested on it.
CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT;
INSERT INTO migrations VALUES (1, 'first', '2026-11-20T08:00:00+00:00');
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

INSERT INTO notes VALUES ('pseudonym_key', '02dfb8e603ed9554'), ('commands:42:global', 'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff');
INSERT INTO usage VALUES
    (1, '2026-11-21T10:00:00+00:00', 'ask', 'guild', 'answer', 'wsjf', 0.93, 1.25, 1001, '5a60210fc7d740a75426b6728da66708'),
    (2, '2026-11-23T10:00:00+00:00', 'message', 'direct', 'unknown', '', 0.11, 0.9, NULL, '400304d515b9e5c2d7e0ebea1d0738e8'),
    (3, '2026-11-23T11:00:00+00:00', 'ask', 'terminal', 'choice', 'kano', 0.5, 1.5, NULL, '');
INSERT INTO schedules VALUES
    (1, 1001, 2001, '09:30', 'Europe/Berlin', 31, '', '2026-11-24T08:30:00+00:00', ''),
    (2, 1001, 2002, '12:00', 'UTC', 1, 'wsjf', '2026-11-30T12:00:00+00:00',
     'that channel is gone; schedule tips in another one');
INSERT INTO deliveries VALUES
    (1, 1, 2001, '2026-11-19T08:30:00+00:00', 'wsjf-1', 'sent', '2026-11-19T08:30:01+00:00'),
    (2, 1, 2001, '2026-11-20T08:30:00+00:00', 'kano-1', 'uncertain', '2026-11-20T08:30:01+00:00'),
    (3, 2, 2002, '2026-11-23T12:00:00+00:00', 'wsjf-1', 'failed', '2026-11-23T12:00:01+00:00'),
    (4, 1, 2001, '2026-11-22T08:30:00+00:00', 'wsjf-2', 'skipped', '2026-11-22T10:30:01+00:00'),
    (5, 1, 2001, '2026-11-23T08:30:00+00:00', 'kano-2', 'claimed', '2026-11-23T08:30:01+00:00');
PRAGMA journal_mode = WAL;
