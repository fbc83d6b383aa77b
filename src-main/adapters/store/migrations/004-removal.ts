/** When a row that is about to be removed goes: those few are looked for at each start, final ones among them. */
export const addRemoval = `
ALTER TABLE jobs ADD COLUMN removal_at REAL;
CREATE INDEX jobs_removed ON jobs (removal_at, seq) WHERE removal_at IS NOT NULL AND set_aside = 0;
`;
