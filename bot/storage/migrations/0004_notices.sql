-- Where the notice stands that the bot posted into the ask channel: the bot's own message.
ALTER TABLE servers ADD COLUMN notice_channel INTEGER;
ALTER TABLE servers ADD COLUMN notice INTEGER;
