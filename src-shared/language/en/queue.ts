/** The lists of downloads: their columns, and what stands there while they are empty. */
export const queue = {
  label: 'Queue',
  downloads: 'Downloads',
  /** Above what is over, a day each. */
  over: 'Finished · {{day}}',
  actionsFor: 'Actions for {{name}}',
  details: 'Details',
  inQueueAgain: '“{{name}}” is in the queue again.',
  inQueueTwice: '“{{name}}” is in the queue once more: it was there already.',
  pathCopied: 'The path of “{{name}}” is on the clipboard.',
  askForSomething: 'New download',
  tryDemo: 'Try it with the demo server',
  first: {
    title: 'Add a server to begin',
    text: 'Ferry asks a server for documents or an export, waits while it prepares them, then downloads, checks and saves the file.',
  },
  noMatch: {
    title: 'Nothing matches “{{text}}”',
    text: 'No download in this list has all of these words in its name, type or server.',
    history_one: 'Show {{count, number}} in the history',
    history_other: 'Show {{count, number}} in the history',
  },
  preparing: {
    title: 'Nothing is being prepared',
    text: 'What a server works on for you is listed here.',
  },
  downloading: {
    title: 'Nothing is downloading',
    text: 'Files that are ready on a server are downloaded and listed here.',
  },
  doneEmpty: {
    title: 'Nothing done yet',
    text: 'What was saved in the last days is listed here. Older downloads are in the history.',
  },
  attention: { title: 'No download needs attention', text: 'Downloads that need you are listed here.' },
  empty: {
    title: 'Nothing here yet',
    documents:
      'Ask a server for documents or folders. Ferry waits while it prepares them, and downloads them.',
    exports: 'Ask a server for exports. Ferry waits while it prepares them, and downloads them.',
    both: 'Ask a server for documents or folders, or for exports. Ferry waits while it prepares them, and downloads them.',
  },
  emptyServer: {
    title: 'Nothing from {{server}} yet',
    documents: 'Ask for documents or folders. Ferry waits while they are prepared, and downloads them.',
    exports: 'Ask for exports. Ferry waits while they are prepared, and downloads them.',
    both: 'Ask for documents or folders, or for exports. Ferry waits while they are prepared, and downloads them.',
  },
  history: {
    title: 'No history yet',
    text: 'Downloads that are done or cancelled are remembered here.',
    noMatch:
      'No download in the history has all of these words: not in its name, server, folder or type, nor in the names inside its zip.',
    inside: 'Inside: {{path}}',
    insideMore_one: 'Inside: {{path}} and {{count, number}} more',
    insideMore_other: 'Inside: {{path}} and {{count, number}} more',
  },
  /** What can be done about a download. */
  userActions: {
    pause: 'Pause',
    resume: 'Resume',
    cancel: 'Cancel',
    retry: 'Retry',
    askAgain: 'Ask again',
    downloadRest: 'Download the rest',
    again: 'Download again',
    keepWaiting: 'Keep waiting',
    open: 'Open',
    reveal: 'Show in folder',
    copyPath: 'Copy path',
    moveFirst: 'Move to the front',
    remove: 'Remove from list',
    stopWatching: 'Stop watching',
    editServer: 'Edit server',
    tryNow: 'Try now',
    chooseFolder: 'Choose folder',
    changeRequest: 'Change request',
  },
  cancel: {
    title: 'Cancel this download?',
    /** Then what becomes of it on the server. */
    description: '“{{name}}” is cancelled, and what was downloaded so far is deleted. {{onServer}}',
    tidied: 'The server is told to stop and tidy up.',
    stays: 'What {{server}} prepared stays there: Ferry can’t remove it.',
    keep: 'Keep it',
    confirm: 'Cancel download',
    tooLate: 'It is too late to cancel: the download has moved on.',
  },
  cancelSeveral: {
    title_one: 'Cancel this download?',
    title_other: 'Cancel {{count, number}} downloads?',
    description:
      'They are cancelled, and what was downloaded so far is deleted. Servers are told to stop and tidy up, where they can be told.',
    keep: 'Keep them',
    confirm: 'Cancel downloads',
  },
  stopWatching: {
    title: 'Stop watching this export?',
    description:
      'Ferry no longer checks whether “{{name}}” is ready. {{server}} can’t be told to stop, so it goes on preparing the export.',
    keep: 'Keep watching',
    confirm: 'Stop watching',
  },
} as const;
