/**
 * What the history is searched and sorted by besides the name: kind, type and file name in `searched`, the saved file's
 * size, and when the job was made. `fold_text` is Ferry's own function. Rows that can't be read have none of it.
 */
export const addSearched = `
ALTER TABLE jobs ADD COLUMN searched TEXT NOT NULL DEFAULT '';
ALTER TABLE jobs ADD COLUMN size REAL;
ALTER TABLE jobs ADD COLUMN created_at REAL NOT NULL DEFAULT 0;
UPDATE jobs SET
  searched = name_folded || char(10) || fold_text(
    coalesce(json_extract(data, '$.state.fileName'), '') || char(10) ||
    coalesce(json_extract(data, '$.request.kind'), '') || char(10) ||
    coalesce(json_extract(data, '$.request.downloadType'), '')),
  size = iif(json_type(data, '$.state.size') IN ('integer', 'real'), json_extract(data, '$.state.size'), NULL),
  created_at = iif(json_type(data, '$.createdAt') IN ('integer', 'real'), json_extract(data, '$.createdAt'), 0)
WHERE json_valid(data);
`;
