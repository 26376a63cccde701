-- What the notice says, as a digest: one that says what no longer holds is changed.
ALTER TABLE servers ADD COLUMN notice_digest TEXT NOT NULL DEFAULT '';
