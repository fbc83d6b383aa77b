/**
 * What a saved zip was compared with. `due`: it still has to be. `asked_key` is the same for jobs that ask the same of a
 * connection; the function of that name is Ferry's own. Rows that can't be read have none.
 */
export const addComparisons = `
CREATE TABLE comparisons (
  job_id TEXT PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
  due INTEGER NOT NULL,
  data TEXT NOT NULL
) STRICT;
CREATE INDEX comparisons_due ON comparisons (job_id) WHERE due = 1;
ALTER TABLE jobs ADD COLUMN asked_key TEXT NOT NULL DEFAULT '';
UPDATE jobs SET asked_key = asked_key(connection_id, data) WHERE json_valid(data);
CREATE INDEX jobs_asked ON jobs (asked_key, changed_at) WHERE final = 1 AND set_aside = 0;
`;
