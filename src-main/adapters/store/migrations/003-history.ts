/**
 * What the history needs besides the jobs. `contents`: what a zip lists, as it was when it was saved. `history_changes`:
 * one line for each final job that came, changed or went, the last change last: an index over the history, which may be
 * thrown away, reads what is newer than what it has.
 */
export const addHistory = `
CREATE TABLE contents (
  job_id TEXT PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
  files INTEGER NOT NULL,
  folders INTEGER NOT NULL,
  bytes REAL NOT NULL,
  digest TEXT NOT NULL,
  packed BLOB NOT NULL
) STRICT;

CREATE TABLE history_changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO history_changes (job_id) SELECT id FROM jobs WHERE final = 1 ORDER BY changed_at, id;

CREATE TRIGGER history_added AFTER INSERT ON jobs WHEN new.final = 1 BEGIN
  DELETE FROM history_changes WHERE job_id = new.id;
  INSERT INTO history_changes (job_id) VALUES (new.id);
END;
CREATE TRIGGER history_changed AFTER UPDATE ON jobs WHEN new.final = 1 OR old.final = 1 BEGIN
  DELETE FROM history_changes WHERE job_id = new.id;
  INSERT INTO history_changes (job_id) VALUES (new.id);
END;
CREATE TRIGGER history_removed AFTER DELETE ON jobs WHEN old.final = 1 BEGIN
  DELETE FROM history_changes WHERE job_id = old.id;
  INSERT INTO history_changes (job_id) VALUES (old.id);
END;
CREATE TRIGGER contents_added AFTER INSERT ON contents BEGIN
  DELETE FROM history_changes WHERE job_id = new.job_id;
  INSERT INTO history_changes (job_id) SELECT id FROM jobs WHERE id = new.job_id AND final = 1;
END;
`;
