import { createJobs } from './001-jobs.ts';
import { addSearched } from './002-search.ts';
import { addHistory } from './003-history.ts';
import { addRemoval } from './004-removal.ts';
import { addComparisons } from './005-comparisons.ts';

/**
 * The released schemas in order: the SQL at place n brings `user_version` n to n + 1. What is released is never
 * edited; a change is a new file at the end. They may use `fold_text`, the fold of `src-shared/fold-text.ts`, and
 * `asked_key` of `asked-key.ts`.
 */
export const releasedMigrations: readonly string[] = [
  createJobs,
  addSearched,
  addHistory,
  addRemoval,
  addComparisons,
];
