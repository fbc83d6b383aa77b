/**
 * The first schema. Every table keeps the whole thing as JSON in `data`; the other columns are only what is searched
 * and sorted by. `set_aside = 1` marks a row that couldn't be read: it stays, and nothing but a later reading touches it.
 * Times are milliseconds since 1970, REAL so that no value is too large to be read back.
 */
export const createJobs = `
CREATE TABLE jobs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  set_aside INTEGER NOT NULL DEFAULT 0,
  final INTEGER NOT NULL,
  state TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  queue_order REAL NOT NULL,
  changed_at REAL NOT NULL,
  name_folded TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT;
CREATE INDEX jobs_open ON jobs (queue_order, seq) WHERE final = 0 AND set_aside = 0;
CREATE INDEX jobs_ended ON jobs (changed_at DESC, id DESC) WHERE final = 1 AND set_aside = 0;
CREATE INDEX jobs_set_aside ON jobs (seq) WHERE set_aside = 1;

CREATE TABLE job_log (
  seq INTEGER PRIMARY KEY,
  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  set_aside INTEGER NOT NULL DEFAULT 0,
  at REAL NOT NULL,
  data TEXT NOT NULL
) STRICT;
CREATE INDEX job_log_of_job ON job_log (job_id, seq);
CREATE INDEX job_log_set_aside ON job_log (seq) WHERE set_aside = 1;

CREATE TABLE outputs (
  seq INTEGER PRIMARY KEY,
  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  set_aside INTEGER NOT NULL DEFAULT 0,
  data TEXT NOT NULL
) STRICT;
CREATE INDEX outputs_of_job ON outputs (job_id);
CREATE UNIQUE INDEX outputs_one_each ON outputs (job_id) WHERE set_aside = 0;

CREATE TABLE clean_ups (
  seq INTEGER PRIMARY KEY,
  connection_id TEXT NOT NULL,
  prepared TEXT NOT NULL,
  set_aside INTEGER NOT NULL DEFAULT 0,
  due_at REAL NOT NULL,
  data TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX clean_ups_one_each ON clean_ups (connection_id, prepared) WHERE set_aside = 0;
`;
