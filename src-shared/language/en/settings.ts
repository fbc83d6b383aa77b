/**
 * The settings: what each is called and does, its choices, and what is wrong with what was typed. `words` are never
 * shown: they are what people also search for when they mean this setting.
 */
export const settings = {
  title: 'Settings',
  search: 'Search settings',
  noMatch: {
    title: 'No setting matches “{{text}}”',
    text: 'Search for words of its name or its sentence, such as “speed” or “folder”.',
  },
  sections: {
    downloads: 'Downloads',
    limits: 'Limits',
    filing: 'Filing',
    system: 'This computer',
    notifications: 'Notifications',
    appearance: 'Appearance and language',
    servers: 'Servers',
    backup: 'Backup',
    about: 'About',
  },
  links: 'Sections',
  lead: 'Changes apply immediately.',
  folder: {
    label: 'Folder for downloads',
    words: 'directory path location save destination drive',
    about: 'Where files are saved unless you choose another folder. Running downloads keep theirs.',
    choose: 'Choose',
    useDefault: 'Use the default',
  },
  language: {
    label: 'Language',
    words: 'English German Deutsch translation',
    about:
      'Used here, in notifications and in a terminal, where “Match system” follows the terminal’s language.',
    system: 'Match system',
  },
  theme: {
    label: 'Theme',
    words: 'dark mode night colour color contrast accessibility',
    about: 'Light, dark or high contrast. “Match system” also follows the system’s contrast setting.',
    system: 'Match system',
    light: 'Light',
    dark: 'Dark',
    'high-contrast': 'High contrast',
  },
  awakeWhilePreparing: {
    label: 'Stay awake while servers prepare',
    words: 'sleep standby suspend energy battery power',
    about:
      'Ferry keeps this computer awake while files are downloaded. With this on, also while a server prepares them.',
  },
  closeWithoutTray: {
    label: 'When the window is closed',
    words: 'tray indicator minimise minimize quit exit taskbar',
    about:
      'Applies where the desktop shows no tray that could bring the window back. With a tray, Ferry stays there.',
    minimize: 'Minimise it',
    quit: 'Quit Ferry',
  },
  updateChannel: {
    label: 'Updates',
    words: 'version new newer upgrade release channel beta preview',
    about:
      'Once a day Ferry asks its publisher for a newer version. It tells you what is new, and installs nothing unasked.',
    stable: 'Finished versions',
    beta: 'Previews as well',
    off: 'Only when I ask',
  },
  startAtLogin: {
    label: 'Start with this computer',
    words: 'login autostart boot startup sign in launch',
    about:
      'Ferry starts when you sign in to this computer, in the tray, and goes on with unfinished downloads.',
  },
  notifySaved: {
    label: 'When a file is saved',
    words: 'notification message popup done finished complete',
    about: 'Shown by the system while Ferry’s window isn’t in front. The bell in the window always lists it.',
  },
  notifyFailed: {
    label: 'When a download fails or needs you',
    words: 'notification message popup error problem expired',
    about: 'Also when the server no longer keeps what it prepared, or its answer never came.',
  },
  notifySignIn: {
    label: 'When a server asks for a sign-in',
    words: 'notification message popup session expired',
    about: 'Downloads from that server wait until you have signed in.',
  },
  notifySound: {
    label: 'Sound',
    words: 'noise quiet silent mute',
    about: 'Notifications come with the system’s sound.',
  },
  whenAllDone: {
    label: 'When all downloads are done',
    words: 'finished shut down standby suspend exit',
    about: 'Announced a minute before; a click on it or a new download keeps Ferry running.',
    nothing: 'Do nothing',
    quit: 'Quit Ferry',
    sleep: 'Put this computer to sleep',
  },
  askAgainAfterExpiry: {
    label: 'Ask again after expiry',
    words: 'retry renew repeat gone',
    about:
      'How often Ferry asks by itself for a download that the server threw away before it was fetched. 0 leaves it to you.',
  },
  leaveOutRefused: {
    label: 'Leave out what a server refuses',
    words: 'skip denied access permission rest forbidden missing',
    about:
      'When some of the things asked for may not be read or aren’t there, Ferry downloads the rest without asking, and says what is missing.',
  },
  compareListing: {
    label: 'Check that zips are complete',
    words: 'listing missing files compare whole all verify folder',
    about:
      'After a folder has come, Ferry asks the server once for its list of files, and says which of them the zip leaves out.',
  },
  whenExists: {
    label: 'When a name is taken',
    words: 'overwrite replace duplicate conflict existing same file skip number',
    about:
      'What becomes of a file when another one has its name. A replaced file goes to the trash once the new one is checked; where there is no trash, files are numbered.',
    number: 'Number the new file',
    replace: 'Replace the old file',
    skip: 'Skip unchanged documents',
  },
  /** A bandwidth in a field of its own. */
  rate: {
    none: 'No limit',
    kB: 'kB/s',
    MB: 'MB/s',
    unitOf: '{{label}}, unit',
    missing: 'Enter a number.',
    noNumber: '“{{text}}” isn’t a number. Enter one, such as 1.5.',
    tooSmall: 'Less than {{rate}} is too slow. Choose more, or pause the downloads.',
    tooLarge: 'That is faster than any connection. Choose “No limit”.',
  },
  rateLimit: {
    label: 'Bandwidth',
    words: 'speed throttle network slow fast Mbit',
    about: 'Maximum combined speed. Applies immediately, also to running downloads.',
  },
  timetable: {
    label: 'Timetable',
    words: 'schedule time plan night office speed throttle',
    about:
      'Hours with another bandwidth, such as less while people work. At other times the one above applies.',
    entry: 'Hours {{number}}',
    days: 'Days',
    from: 'From',
    to: 'To',
    limit: 'Bandwidth in these hours',
    add: 'Add hours',
    remove: 'Remove these hours',
    up: 'Move up, so that it applies before the one above',
    overlap: 'Where hours overlap, the first in this list applies.',
    noDay: 'Choose at least one day. Until then nothing changes.',
    noTime: 'Enter when it begins and ends, such as {{example}}. Until then nothing changes.',
    week: 'The week',
    now: 'Now: {{rate}}',
    span: '{{from}} to {{to}}: {{rate}}',
    wholeDay: 'All day: {{rate}}',
  },
  filing: {
    label: 'Folder and name of each file',
    words: 'rename rule pattern template subfolder',
    about:
      'Where in its folder a file goes, and what it is called. The file’s own extension stays. Downloads that were asked for before keep theirs.',
    folder: 'Folder inside the download folder',
    folderHint: 'Empty for the download folder itself. A / divides folders.',
    name: 'Name',
    insertFolder: 'Insert into the folder',
    insertName: 'Insert into the name',
    preview: 'Preview',
    example: 'Example',
    exampleName: 'Annual report.zip',
    exampleServer: 'Records',
    last: 'The last saved file',
    fault: '“{{text}}” isn’t a known token. Use {{tokens}}.',
    openBrace: '“{{text}}” stands alone: a token is written between { and }.',
    noName: 'A name is needed, such as {name}.',
    tooLong: 'This is too long: {{count, number}} characters are the most.',
  },
  servers: {
    label: 'Server status',
    words: 'connection account password sign in health status',
    about:
      'Whether each works and how you are signed in; of one that doesn’t, since when and when Ferry checks again.',
  },
  backup: {
    label: 'Backup',
    words: 'export import save restore move another computer colleague transfer',
    about:
      'Servers without their secrets, settings and finished downloads in one file: for another computer, or without the downloads for a colleague.',
  },
  diagnostics: {
    label: 'Diagnostics',
    words: 'log report bug fault error support help',
    about: 'How Ferry is doing, in a text for whoever looks for a fault. You see it before it is saved.',
  },
  about: {
    label: 'Ferry {{version}}',
    words: 'version licence license copyright report bug diagnostics',
    about: 'What Ferry is, what it runs on, and where it keeps its list and settings.',
    license: 'Licence',
    licenseText: 'MIT: free to use, change and pass on.',
    dataFolder: 'Data folder',
    runsOn: 'Runs on',
    builtOn: 'Built on',
    copy: 'Copy details for a report',
    copied: 'Copied. Nothing in it is secret: versions, the system and the kinds of your servers.',
    notCopied: 'The system didn’t let Ferry put it on the clipboard.',
  },
  doneDays: {
    label: 'Keep what is done in the list',
    words: 'history finished saved clear clean days list',
    about:
      'How long a saved download stays under “Done” and “All”. 0 keeps it until Ferry ends. The history keeps it anyway.',
    unit: 'days',
  },
  transferSlots: {
    label: 'Downloads at once',
    words: 'parallel simultaneous concurrent',
    about: 'How many files are downloaded at the same time, from all servers.',
  },
  transferSlotsPerConnection: {
    label: 'Downloads at once from one server',
    words: 'parallel simultaneous concurrent',
    about: 'Fewer are kinder to a busy server.',
  },
  preparationSlotsPerConnection: {
    label: 'Preparations at once on one server',
    words: 'parallel simultaneous concurrent',
    about: 'How many things one server is asked to prepare at the same time. The rest waits in the queue.',
  },
  silenceMinutes: {
    label: 'Time without progress',
    words: 'timeout wait stuck hang',
    about: 'How long a server may show no progress before Ferry tells you and asks what to do.',
    unit: 'minutes',
  },
  untoldGigabytes: {
    label: 'Largest file of unknown size',
    words: 'limit maximum bomb gzip',
    about: 'Where the server doesn’t say how large a file is, its download stops at this size.',
    unit: 'GB',
  },
} as const;
