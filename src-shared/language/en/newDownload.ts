/** The dialog that asks for something, its fields, and the choice of a folder. */
export const newDownload = {
  title: 'New download',
  titleChange: 'Change request',
  server: 'Server',
  /** Before the server's name. */
  from: 'From',
  serverFound: 'The address belongs to {{server}}, which is selected now.',
  start: 'Start',
  documents: {
    label: 'Documents or folders',
    placeholder: 'Paste ids, or the addresses of the server’s pages, one per line',
    hint: 'Several things come as one zip. A single document comes as it is.',
    packed_one: '{{count, number}} item, packed into one file by the server',
    packed_other: '{{count, number}} items, packed into one file by the server',
  },
  strangeHost:
    'This link is for {{host}}, which you haven’t added. {{server}} will be asked for what it names.',
  otherServer:
    'A link is for {{other}}, and {{server}} doesn’t have what it names. Start another download for it from {{other}}.',
  similar: {
    saved: 'You have this already: “{{name}}” was saved {{when}}.',
    attention: 'You asked for this before: “{{name}}” needs your attention.',
    queued: 'You asked for this already: “{{name}}” is in the queue.',
    show: 'Show it',
  },
  examples: { label: 'Examples of the demo server', title: 'Try one of these' },
  exports: {
    label: 'Kind of export',
    known: 'Kinds that you asked for before',
    saved: 'saved {{when}}',
    asked: 'asked for {{when}}',
    again: 'Ask again',
    againOf: 'Ask again for {{type}}',
    placeholder: 'As Bridge calls it',
    hintKnown: 'As Bridge calls it. What you asked for before is offered again.',
    hint: 'As Bridge calls it: ask your Bridge administrator for the names. Ferry remembers it for the next time.',
    info: 'More details (JSON, optional)',
    infoHint: 'Parameters, for kinds of exports that take some.',
  },
  folder: {
    saveTo: 'Save to',
    title: 'Choose a folder',
    folders: 'Folders',
    places: 'Places',
    up: 'Up',
    none: 'No folders in here',
    choose: 'Choose this folder',
  },
} as const;
