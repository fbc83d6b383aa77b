import { createJobs } from './001-jobs.ts';

/**
 * The released schemas in order: the SQL at place n brings `user_version` n to n + 1. What is released is never
 * edited; a change is a new file at the end.
 */
export const releasedMigrations: readonly string[] = [createJobs];
