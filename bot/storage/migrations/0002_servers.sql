-- What a server's owners decided; without a row the defaults hold. `removed_at`: since when the bot is not in it.
CREATE TABLE servers (
    guild_id INTEGER PRIMARY KEY,
    answers TEXT NOT NULL DEFAULT 'private' CHECK (answers IN ('public', 'private')),
    ask_channel INTEGER,
    forum INTEGER,
    keep_questions INTEGER NOT NULL DEFAULT 0 CHECK (keep_questions IN (0, 1)),
    removed_at TEXT NOT NULL DEFAULT ''
) STRICT;

-- Texts of questions, only of servers whose owners turned that on. `person` is a keyed hash.
CREATE TABLE questions (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    guild_id INTEGER NOT NULL,
    person TEXT NOT NULL,
    outcome TEXT NOT NULL,
    topic TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL
) STRICT;
CREATE INDEX questions_guild ON questions (guild_id);

-- Who looked for what and did not find it: `term` and `person` are keyed hashes that mean something in one server and
-- one month only. The key keeps the rows in an order that tells nothing of a question. `at` is a day.
CREATE TABLE gap_terms (
    guild_id INTEGER NOT NULL,
    month TEXT NOT NULL,
    term TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (guild_id, month, term, person)
) STRICT, WITHOUT ROWID;

-- The word of a term, kept only while enough people of that server used it in that month.
CREATE TABLE gap_words (
    guild_id INTEGER NOT NULL,
    month TEXT NOT NULL,
    term TEXT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (guild_id, month, term)
) STRICT, WITHOUT ROWID;

-- However a person's row is deleted: a word that fewer than three people are left to have used is deleted too.
CREATE TRIGGER gap_words_of_few AFTER DELETE ON gap_terms BEGIN
    DELETE FROM gap_words
    WHERE guild_id = old.guild_id AND month = old.month AND term = old.term
    AND 3 > (
        SELECT count(*) FROM gap_terms
        WHERE guild_id = old.guild_id AND month = old.month AND term = old.term
    );
END;
