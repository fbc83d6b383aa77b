/** What a new user sees: three steps, until there is a server or they skip it. */
export const firstRun = {
  title: 'Welcome to Ferry',
  whatTitle: 'What Ferry does',
  folderTitle: 'Where files go',
  folder: 'Into this folder, unless you choose another. You can change it at any time.',
  otherFolder: 'Another folder',
  server: 'Ferry asks it only for what you request. Or look around first with the built-in demo server.',
  skip: 'Skip',
} as const;
