-- What a server or a person asks for is found without reading everybody's rows. `usage_at` and `votes_at` stay: the
-- purge by age and the operator's sums go by time alone.
CREATE INDEX usage_guild ON usage (guild_id, at);
CREATE INDEX usage_person ON usage (person);
CREATE INDEX questions_person ON questions (person);
CREATE INDEX gap_terms_person ON gap_terms (person);
CREATE INDEX votes_guild ON votes (guild_id, at);
CREATE INDEX schedules_guild ON schedules (guild_id);

-- Deliveries go with their server, though their schedule was stopped before. Of those whose schedule is gone already
-- the server is not known; they go by age.
ALTER TABLE deliveries ADD COLUMN guild_id INTEGER;
UPDATE deliveries SET guild_id = (SELECT guild_id FROM schedules WHERE schedules.channel_id = deliveries.channel_id);
ALTER TABLE deliveries DROP COLUMN schedule_id;
CREATE INDEX deliveries_guild ON deliveries (guild_id);
DROP INDEX deliveries_open;
CREATE INDEX deliveries_state ON deliveries (state, claimed_at);
