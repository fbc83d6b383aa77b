/** What Ferry says in a terminal. Names of commands and options stay as they are in every language. */
export const terminal = {
  state: {
    queued: 'in the queue',
    asking: 'asking the server',
    unsure: 'unsure',
    preparing: 'the server prepares it',
    sifting: 'refused: finding out which of them it is about',
    planning: 'too large for one file: dividing it',
    split: 'in parts',
    splitChosen: 'each by itself',
    splitLimit: 'divided: too large',
    ready: 'ready to fetch',
    downloading: 'fetching',
    verifying: 'checking',
    publishing: 'saving',
    interrupted: 'interrupted',
    paused: 'paused',
    failed: 'failed',
    expired: 'gone from the server',
    cancelled: 'cancelled',
    saved: 'saved',
  },
  line: '{{name}}: {{words}}',
  saved: 'Saved:   {{path}}',
  checksum: 'SHA-256: {{sum}}',
  listedSize: '{{name}}, {{size}}',
  listedFolder: 'in {{folder}}',
  listedChecksum: 'SHA-256 {{sum}}',
  renamed: 'There was a file named “{{wanted}}” already. It is kept, and the new one is named “{{name}}”.',
  startedOver: 'It is fetched from the beginning again: {{reason}}.',
  /** The bars; both names are padded to the same width. */
  bar: {
    preparing: 'Preparing',
    fetching: 'Fetching',
    turn: 'waiting for its turn',
    done: 'done',
    checked: 'checked',
    savedSize: '{{size}}, checked',
    checking: 'checking {{done}} of {{total}}',
    fetched: '{{done}} of {{total}}, {{rate}}',
    fetchedUnknown: '{{done}}, {{rate}}',
    left: '{{details}}, {{span}} left',
  },
  folder: 'folder',
  backup: {
    written: 'Written: {{path}}',
    taken: 'There is a file at {{path}} already. Name another.',
    unreadable: 'The file {{path}} can’t be read.',
    from: 'A backup by {{by}}, {{date}}',
    server: '  {{name}}: {{address}}',
    serverKnown: '  {{name}}: {{address}} (here already)',
    serverProxy: '    through the proxy {{proxy}}',
    serverAuthorities: '    trusts {{names}}',
    settings: '  Settings',
    downloads_one: '  {{count, number}} finished download, {{known, number}} of them here already',
    downloads_other: '  {{count, number}} finished downloads, {{known, number}} of them here already',
    serversAsk: 'Servers ask for their passwords.',
  },
  /** What `browse` and `find` say where there is nothing. */
  nothing: {
    here: 'There is nothing in {{path}}.',
    noPath: 'There is nothing at {{path}} that you may see.',
    found: 'Nothing was found for “{{words}}”.',
    namesOnly: 'This server searches names only.',
    noSearch: 'This server has no search. “ferry browse” shows its folders.',
    more: 'Only the first {{count, number}} are shown. More words find less.',
  },
  place: {
    recent: 'Recent',
    favourites: 'Favourites',
    own: 'My files',
    shared: 'Shared files',
    repository: 'Repository',
  },
  list: {
    older_one: '{{count, number}} older one isn’t shown: “ferry list --all” does.',
    older_other: '{{count, number}} older ones aren’t shown: “ferry list --all” does.',
    unreadable_one: '{{count, number}} row couldn’t be read. It is kept, but not shown.',
    unreadable_other: '{{count, number}} rows couldn’t be read. They are kept, but not shown.',
    idle_one: 'Ferry isn’t running. “ferry resume” goes on with the unfinished one.',
    idle_other: 'Ferry isn’t running. “ferry resume” goes on with the {{count, number}} unfinished ones.',
    none: 'There are no downloads yet.',
  },
  match: {
    going: 'The same was asked for before and isn’t finished: this goes on with it.',
    unsure: 'The same was asked for before, and nobody knows whether the server got it: this asks again.',
    failed: 'The same was asked for before and failed: this tries it again.',
    expired: 'The same was asked for before, but the server doesn’t have it anymore: this asks again.',
  },
  cancel: {
    unknown: 'No unfinished download has the id “{{id}}”. “ferry list” shows them. Nothing was cancelled.',
    ambiguous: 'Several downloads have ids that begin with “{{id}}”. Nothing was cancelled.',
    wayOn: '“ferry resume --url ADDRESS --user NAME” tidies up at one of them.',
  },
  receipt: {
    unknown: 'No download has the id “{{id}}”. “ferry list --all” shows them.',
    ambiguous: 'Several downloads have ids that begin with “{{id}}”.',
    notSaved: 'Only a saved download has a receipt.',
  },
  verify: {
    same: '{{path}} is whole and unchanged.',
    noReceipt: '{{path}} can’t be read as a receipt.',
    unreadable: '{{path}} can’t be read: {{words}}',
    nothing: 'There is no file at {{path}}.',
    folder: '{{path}} is a folder.',
    size: 'The file has {{there, number}} bytes, its receipt says {{expected, number}}.',
    bytes: 'The file has the size that its receipt says, but other bytes.',
    list: 'The zip doesn’t list the files that its receipt was made of.',
    missing: '“{{path}}” is missing in the zip.',
    added: '“{{path}}” is in the zip, but not in its receipt.',
    changed: '“{{path}}” in the zip isn’t the file of the receipt.',
    damaged: '“{{path}}” in the zip is damaged: its bytes aren’t what they were.',
  },
  history: {
    none: 'There are no such downloads.',
    inside: 'Inside: {{path}}',
    noServer: 'No server is called “{{name}}”.',
  },
  resume: {
    wayOn: '“ferry resume --url ADDRESS --user NAME” goes on with one of them.',
    none: 'Nothing is unfinished.',
    noServer: 'No server of this data folder has that address and user.',
  },
  untidy_one:
    'What the server had prepared could not be removed there yet. The next run of Ferry tries again.',
  untidy_other:
    '{{count, number}} things that servers had prepared could not be removed there yet. The next run of Ferry tries again.',
  company: {
    browser: 'Sign in at {{host}} within five minutes: {{address}}',
    device: 'Sign in on any device: open {{address}} and type {{code}}',
    kept: {
      keychain: 'The sign-in is kept in the keychain of this computer: the next run doesn’t ask.',
      file: 'The sign-in is kept in the encrypted file: the next run with its passphrase doesn’t ask.',
      run: 'The sign-in is kept until this run ends: Ferry can’t keep it here now, or the provider gives none that lasts.',
    },
    done: 'Signed in to {{name}}.',
  },
  secret: {
    token: 'Token for {{address}}: ',
    key: 'Secret of the key {{user}} at {{address}}: ',
    password: 'Password of {{user}} at {{address}}: ',
    proxy: 'Password of {{user}} at the proxy {{address}}: ',
    clientKey: 'Passphrase of the client certificate {{file}}: ',
    file: 'Passphrase of Ferry’s encrypted file (Enter leaves it locked): ',
    kept: {
      keychain: 'What was typed is kept in the keychain of this computer: the next run doesn’t ask.',
      file: 'What was typed is kept in the encrypted file: the next run with its passphrase doesn’t ask.',
      run: 'What was typed is kept until this run ends: Ferry can’t use a keychain here now.',
    },
    handed: {
      keychain:
        'The Ferry that is running has put the password into the keychain of this computer: the next run doesn’t ask.',
      file: 'The Ferry that is running has put the password into its encrypted file: the next run with its passphrase doesn’t ask.',
      run: 'The Ferry that is running keeps the password until it ends: it can’t use a keychain here now.',
    },
    /** Then what can be done. */
    undecided_one:
      'FERRY_SECRET was sent to no server: it is one password, and {{count, number}} accounts need one ({{accounts}}). {{wayOn}}',
    undecided_other:
      'FERRY_SECRET was sent to no server: it is one password, and {{count, number}} accounts need one ({{accounts}}). {{wayOn}}',
    userAt: '{{user}} at {{address}}',
    andMore: '{{accounts}}, …',
  },
  /** Why a run ends, with what to do before the next one. */
  stuck: {
    kept: 'The download is kept: “ferry resume” goes on with it.',
    nothingAsked: 'Nothing was asked for.',
    giveSecret: 'Put it into FERRY_SECRET, or run Ferry in a terminal, where it asks.',
    givePassphrase:
      'Put the passphrase of the file into FERRY_FILE_SECRET, or run Ferry in a terminal, where it asks.',
    outOfReach: 'It was out of reach for {{span}}.',
    onlyName:
      'All of the file is here and only needs its name, so there is nothing to cancel: “ferry resume” saves it.',
    alreadySaved: 'The file is saved already, so there is nothing to cancel.',
    cancelled: 'The download was cancelled.',
    unsure:
      'The request may or may not have reached the server: its answer never came, so Ferry doesn’t ask again by itself. “ferry resume --ask-again” asks once more, “ferry cancel {{id}}” gives it up.',
    expired:
      'The server doesn’t have the file anymore: it was thrown away before all of it was fetched. “ferry resume --ask-again” asks for it again.',
    interrupted: 'Interrupted. What isn’t finished is kept: “ferry resume” goes on with it.',
    goesOn: 'Left. The Ferry that is running goes on with it; “ferry list” shows how it stands.',
    givenUp: 'Interrupted. What wasn’t finished is cancelled.',
  },
  /** Working through another Ferry. */
  door: {
    joined: 'Ferry is running with this data already: it does the work, and this shows how it goes.',
    gone: 'The Ferry that did the work has ended. What isn’t finished is kept: “ferry resume” goes on with it.',
    otherVersion:
      'Ferry {{version}} is running with the data in {{folder}}, and this is Ferry {{own}}. Use the same version, or close that one first.',
    stranger:
      'What answers for the data in {{folder}} can’t prove that it is Ferry, so it was told nothing. Close Ferry, and start it again.',
    staying:
      'Done here. Another terminal works through this Ferry, which ends when that one does; Ctrl+C ends it now.',
  },
  web: {
    notBuilt: 'There is no built screen in {{folder}}. Run "npm start", which builds it.',
    needsScript: 'Ferry needs JavaScript in this browser.',
    running: 'Ferry is running: {{address}}',
    alreadyRunning: 'Ferry is already running: {{address}}',
    keepSecret:
      'Whoever has the address can use Ferry: keep it to yourself. Ctrl+C ends Ferry; what isn’t finished goes on at the next start.',
    openYourself:
      'Ferry can’t write into its data folder, so it can’t open the browser: open the address yourself.',
    portTaken:
      'Port {{port}} is used by another program. Choose another with --port, or leave it out for a free one.',
    portForbidden:
      'This account may not use port {{port}}. Choose another with --port, or leave it out for a free one.',
  },
} as const;
