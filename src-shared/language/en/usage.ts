/** The command line: its help, and what is wrong with one. Names of commands and options stay as they are. */
export const usage = {
  usage: 'Usage:',
  arguments: 'Arguments:',
  options: 'Options:',
  commands: 'Commands:',
  /** In brackets behind an option, before its values. */
  choices: 'choices',
  default: 'default',
  showHelp: 'display help for command',
  showVersion: 'output the version number',
  exitCodes: `Exit codes:
  0    every file is saved
  1    a download failed, or nothing was found
  2    the command line isn’t valid; nothing was done
  3    unsure: the server may or may not have got the request, and Ferry doesn’t ask twice by itself
  4    another Ferry uses the data folder, and this one can’t work through it
  5    only you can help: sign-in, certificate, network, folder, space; the download is kept for “resume”
  6    gone: the server has thrown away what it had prepared
  130  interrupted; the download is kept for “resume”`,
  /** Of what only reads. */
  readCodes: `Exit codes:
  0    all is printed
  1    nothing was found, or no server is called like that
  2    the command line isn’t valid
  5    the list is damaged, or can’t be read
  130  interrupted`,
  secret:
    'The password is taken from the environment variable FERRY_SECRET (for this run alone), else from the keychain, else asked for; never from an argument; the proxy’s password from FERRY_PROXY_SECRET and the passphrase of a client certificate from FERRY_KEY_SECRET likewise. With FERRY_KEYCHAIN=file they are kept in an encrypted file in place of the keychain, under the passphrase in FERRY_FILE_SECRET, or one that is asked for.',
  ferry: 'Downloads what servers prepare: asks, waits, fetches, checks and saves.',
  dataFolder: 'where Ferry keeps its data (default: {{folder}})',
  json: 'print one JSON object a line',
  cancelOnExit:
    'cancel the download if this is interrupted (default: it is kept, or goes on where another Ferry does the work)',
  patience: 'minutes to wait for an unreachable server (default: 15)',
  get: 'asks a server for documents and folders, or for an export, and saves them as one file',
  kind: 'the kind of server',
  url: 'the server’s address, as a browser shows it',
  user: 'the account on the server; for a Bridge the key, where it isn’t a token',
  tenant: 'Alfresco: the tenant, where the server has several',
  ca: 'a file with the certificate of the server’s authority (PEM or DER); kept with the server',
  clientCert: 'a file with a client certificate and its key (PKCS#12 or PEM); kept with the server',
  proxy:
    'the proxy to take for every address, http://USER@HOST:PORT, or “none”; kept with the server (“system” takes the system’s again)',
  signInWay:
    'how you sign in: with a password, or at the company’s provider in a browser; kept with the server',
  node: 'Alfresco: a document or folder, by id, path or link; once for each',
  signIn: 'signs in to a server: prints where to go in a browser, or asks for the password',
  issuer: 'the address of the company’s provider (OpenID Connect), where Ferry doesn’t find it',
  clientId: 'the id under which Ferry is registered there',
  scope: 'what is asked of the provider, with blanks in between',
  audience: 'for whom the provider’s tokens are to be, where the server insists',
  redirect: 'the address to come back to, where one was registered (http://localhost:8484/callback)',
  device: 'sign in on another device, where the provider offers it',
  type: 'Bridge: the kind of export, as the server calls it',
  info: 'Bridge: parameters of the export, a JSON object',
  out: 'the folder to save to',
  whenExists:
    'what to do when the file’s name is taken (default: as in the settings): number it, replace the old file where there is a trash, or skip a document that is unchanged',
  askAgain: 'ask once more if nobody knows whether the same reached the server before',
  browse: 'shows what is in a folder of an Alfresco, or the places to begin at',
  path: 'the folder, from the top down: /Sites/harbour/documentLibrary; recent, favourites or shared; the places without it',
  find: 'finds documents and folders of an Alfresco by words in their names and contents',
  words: 'words that all must be there',
  resume: 'goes on with every unfinished download of the data folder',
  resumeAskAgain: 'ask once more for what is unsure or gone from the server',
  resumeUrl: 'only with this server, whose password FERRY_SECRET then is',
  resumeUser: 'only with this account',
  list: 'shows the downloads, unfinished ones first; works while another Ferry runs',
  listAll: 'all finished ones, not only the last 20',
  cancel: 'gives downloads up; what an Alfresco prepared for them is removed there (a Bridge has no way to)',
  job: 'ids as “list” shows them, or their beginnings',
  receipt: 'prints the receipt of a saved download: with --json, --html or --sha256sums',
  receiptHtml: 'as a page to print',
  receiptSums: 'as a line for “sha256sum -c”',
  verify: 'compares a file with its receipt; needs no data folder',
  verifyReceipt: 'the receipt, as “ferry receipt JOB --json” printed it',
  verifyFile: 'the file',
  verifyDataFolder: 'not needed here',
  verifyCodes: `Exit codes:
  0    the file is the same
  1    it is different; the first difference is told
  2    the file can’t be read, or the receipt is none`,
  history: 'prints finished downloads, newest first; works while another Ferry runs',
  receiptJson: 'print it as one JSON document',
  historyJson: 'print one JSON array, as --format json does',
  historySearch: 'only with all these words, in names (also inside zips), servers, folders or types',
  historySince: 'only what ended on that day or later: 2026-11-30, or a time',
  historyUntil: 'only what ended on that day or earlier: 2026-11-30, or before a time',
  historyServer: 'only from the server of that name',
  historyFormat: 'how to print it (default: text in a terminal, else csv)',
  backup:
    'writes servers (without secrets), settings and finished downloads into one file; works while another Ferry runs',
  backupFile: 'the file to write; nothing may be there yet',
  withoutHistory: 'leave finished downloads out, as for a colleague',
  import: 'takes over a backup: says what is in it, then imports what isn’t here yet',
  importFile: 'the file, as “ferry backup” or the window saved it',
  withoutServers: 'leave its servers out',
  withoutSettings: 'leave its settings out',
  dryRun: 'only say what is in it',
  diagnostics: 'prints what helps whoever looks for a fault, without secrets; works while another Ferry runs',
  diagnosticsOut: 'write what was printed into this file as well; nothing may be there yet',
  web: {
    ferry: 'Serves Ferry to a browser on this machine, until Ctrl+C.',
    port: 'the port to listen on (a free one if left out)',
    dataFolder: 'where Ferry keeps its data',
    noOpen: 'do not open the browser',
    demo: 'start the demo server and add it',
    browser: 'use the browser even where a window of its own could be had',
    notAPort: 'Enter a number up to 65535.',
  },
  refused: {
    secret:
      'A password is never taken from the command line, where others can see it: put it into FERRY_SECRET, or type it when Ferry asks.',
    noCommand: 'Name a command: get, browse, find, resume, list or cancel. “--help” tells more.',
    optionFirst:
      'Name a command first (get, browse, find, resume, list or cancel), then its options. “--help” tells more.',
    notMinutes: 'Enter a number of minutes.',
    needsType: 'For a Bridge --type names the export.',
    noFolders: 'A Bridge has no folders to look into: “get --type” asks it for an export.',
    onlyAlfresco: '--node and --tenant are for Alfresco.',
    onlyBridge: '--type and --info are for a Bridge.',
    receiptForm: 'Say in which form: --json, --html or --sha256sums.',
    notDate: 'It is a day such as 2026-11-30, or a time such as 2026-11-30T14:02.',
    helpTellsMore: '{{reason}} “--help” tells more.',
    unknownOption: "Unknown option '{{name}}'.",
    unknownCommand: "Unknown command '{{name}}'.",
    missingArgument: "Missing required argument '{{name}}'.",
    valueMissing: "Option '{{name}}' argument missing.",
    optionMissing: "Required option '{{name}}' not specified.",
    invalid: "Option '{{name}}' argument '{{value}}' is invalid. {{reason}}",
    tooMany: "Too many arguments for '{{name}}'.",
    choices: 'Allowed choices are {{choices}}.',
  },
} as const;
