/** The demo server, and what a newcomer may try there. */
export const demo = {
  server: 'Demo server',
  photos: '400 pictures, 80 MB',
  scan: 'One file of 50 MB: nothing to prepare',
  tender: 'A folder of 1,000 documents',
  oddNames: 'Empty folders, an empty file, names in many alphabets',
  boardMinutes: 'This account may not read it',
} as const;
