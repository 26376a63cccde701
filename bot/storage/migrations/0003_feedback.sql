-- One vote of a person on a passage: its topic and section key, '' for the lead. `person` is a keyed hash, `at` is UTC,
-- ISO 8601. `reason` says why it was not helpful.
CREATE TABLE votes (
    person TEXT NOT NULL,
    topic TEXT NOT NULL,
    section TEXT NOT NULL,
    at TEXT NOT NULL,
    helpful INTEGER NOT NULL CHECK (helpful IN (0, 1)),
    reason TEXT NOT NULL DEFAULT '',
    guild_id INTEGER,
    PRIMARY KEY (person, topic, section),
    CHECK ((helpful = 1) = (reason = ''))
) STRICT, WITHOUT ROWID;
CREATE INDEX votes_at ON votes (at);
