/** What a download waits for: short for a column, long for the line under its name. */
export const waiting = {
  network: {
    short: 'Offline',
    long: 'This computer has no network. Ferry goes on by itself when it is back.',
  },
  forServer: 'Waiting for the server',
  untrusted: 'Certificate not trusted',
  unsupported: 'Server not supported',
  forSignIn: 'Waiting for sign-in',
  forSpace: 'Waiting for space',
  forFolder: 'Waiting for the folder',
  next: { short: 'Next', long: 'Next in the queue, when one that runs is done' },
  ahead: {
    short: 'Waiting',
    long_one: '{{count, number}} ahead in the queue',
    long_other: '{{count, number}} ahead in the queue',
  },
  /** In the details, after either of these. */
  slots: 'How many run at once is in the settings, under “Limits”.',
  /** In the details, of a preparation that shows no progress. */
  place: 'Until it ends it holds one of this server’s places for preparations, for which others may wait.',
  retry: { short: 'Retrying in {{span}}', long: 'The last try failed.' },
  progress: {
    short: 'No progress',
    long: 'The server has shown no progress for {{span}}. It may be busy, or have lost the request.',
  },
  news: {
    short: 'No news',
    long: 'The server has said the same for {{span}}. It may be busy, or have lost the request.',
  },
} as const;
