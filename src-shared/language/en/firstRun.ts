/** What somebody sees who has just begun: three steps, until a server is there or they skip it. */
export const firstRun = {
  title: 'Welcome to Ferry',
  whatTitle: 'What Ferry does',
  folderTitle: 'Where files go',
  folder: 'Into this folder, unless you say otherwise. You can change it at any time.',
  otherFolder: 'Another folder',
  server:
    'It is asked only for what you tell Ferry to fetch. Or look around first with a server that comes in the box.',
  skip: 'Skip',
} as const;
