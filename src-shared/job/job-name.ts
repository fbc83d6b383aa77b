/** UTF-16 units in a job's name at most. */
export const longestJobName = 1000;
