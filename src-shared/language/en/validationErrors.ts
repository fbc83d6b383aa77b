/** Why something can't be done as it was asked for, and what could: whole sentences. */
export const validationErrors = {
  jobGone: 'This download isn’t in the list anymore.',
  serverGone: 'This server isn’t in the list anymore.',
  notFinished: 'This download isn’t finished yet.',
  finished: 'This download is finished already.',
  beingSaved: 'The file is being saved just now.',
  noFile: 'There is no file yet.',
  cannotOpen: 'The system could not open it.',
  noZip: 'The file can’t be read as a zip.',
  filing: '“{{text}}” isn’t a known token. Use {{tokens}}.',
  subfolder: 'A subfolder lies inside the folder that is saved to. Leave out the “..”.',
  knownServer: 'This server is already in your list, as “{{name}}”.',
  diagnosticsOver: 'This text isn’t kept anymore. Open it again.',
  /** Of a file that should be a backup. */
  backup: {
    noJson: 'This isn’t a backup of Ferry, or the file is incomplete: it can’t be read to its end.',
    none: 'This isn’t a backup of Ferry.',
    newer: 'This backup was made by a newer Ferry. Update this one, and import it then.',
    broken: 'This backup is damaged or was changed: {{place}} isn’t what it should be. Nothing was imported.',
    tooLarge: 'The file is larger than {{size, bytes}}, and no backup is.',
    over: 'This import is over, because another one was begun. Choose the file again.',
  },
  noDemo: 'There is no demo server here.',
  folder: {
    noDialog: 'There is no dialog for folders here.',
    badName: '“{{name}}” can’t be the name of a folder. Choose another one.',
    taken: 'There is something called “{{name}}” here already.',
    ownDialog: 'Folders are chosen in the system’s own dialog here.',
    whole: 'Type the whole path, or choose a folder.',
    notWhole: 'This is not a whole path.',
    notShown: 'This folder can’t be shown here.',
    own: 'Ferry saves to your own folders and drives only. Choose one of them.',
  },
  /** Of a file that should hold the certificates of authorities. */
  authority: {
    unreadable: 'The file with the certificate of the authority can’t be read: {{file}}',
    key: 'This file holds a private key. Choose the certificate of the authority; keep the key to yourself.',
    none: 'There is no certificate of an authority in this file.',
    expired:
      'The certificate of the authority {{subject}} has expired. Ask your administrator for the new one.',
    ofServer:
      'This is the certificate of {{subject}}, not of an authority. Choose that of {{issuer}}, which vouches for it.',
    many: 'There are more than {{most, number}} authorities in this file. Choose the one that your company uses.',
  },
  proxy: {
    notNamed: 'There is no proxy of its own to sign in to.',
    secret:
      'The address of the proxy holds a password. Leave it out: Ferry takes it from FERRY_PROXY_SECRET, from the keychain, or asks for it.',
    none: 'That is not the address of a proxy. Write http://HOST:PORT, or http://USER@HOST:PORT.',
  },
  signIn: {
    over: 'This sign-in is over. Begin it again.',
    portTaken:
      'Another program uses the address {{address}}, to which the browser must come back. Close it, or ask your administrator for another one.',
    notFound:
      'No company sign-in was found for this server. Name the provider with --issuer and --client-id, or sign in with a password.',
    none: 'This server is not signed in to with the browser.',
  },
  address: {
    missing: 'An address is missing.',
    tooLong: 'The address is too long.',
    secret: 'The address holds a user name or a password. Leave it out: Ferry asks for it separately.',
    scheme: 'Only addresses that start with https:// or http:// can be used.',
    none: 'That is not the address of a server.',
    tenant: 'The address names a tenant that can’t exist.',
    unencrypted:
      'Over http:// anybody on the way could read the token. Use an address that starts with https://.',
    maker: 'That is the address of Bridge itself. Yours has a name of its own in front: name.{{home}}.',
  },
  server: {
    notHere: 'No {{product}} that Ferry can work with answers at this address.',
    tooOld: '{{version}} can’t prepare downloads; it takes 5.2.1 or newer.',
    readOnly: 'The server is read-only right now and can’t prepare downloads.',
    notLetIn: 'The server doesn’t let this account in.{{said}}',
    elsewhere:
      'The server points to another address, {{where}}. If that is where it is now, use that address.',
    signInPage:
      'The server sends everybody to a sign-in page at {{where}} first, which Ferry can’t pass. Ask its administrator for an address that leads to {{product}} itself and takes a password or a token (Basic or Bearer).',
    useHttps: 'The server wants to be asked over https. Use {{where}} as its address.',
    noDocuments: 'A Bridge has no documents to name: ask it for an export, by the kind of export.',
    noFolders: 'This server has no folders to look into: ask it for an export, by the kind of export.',
    noExports: 'This kind of server makes no exports.',
  },
  items: {
    unreadable: '“{{line}}” is neither the id of a document or folder nor a link that holds one.',
    list: '“{{line}}” is a page that lists things. Open one of them, and copy its address.',
    tooMany:
      '{{asked, number}} documents and folders are too many for one download; it takes {{most, number}} at most.',
    tooManyEach:
      '{{asked, number}} things are too many to be fetched each by itself; {{most, number}} can be. Take one zip, or fewer.',
    otherHost:
      'This link is for {{host}}, and this server is {{own}}. Choose the server that it belongs to, or paste the id in it.',
    elsewhere: '“{{line}}” is for {{host}}, which is another server than --url names.',
    doubled_one: 'One line named the same as another and is fetched once.',
    doubled_other: '{{count, number}} lines named the same as others and are fetched once.',
  },
  export: {
    noType: 'Name the kind of export, as Bridge calls it.',
    longType: 'The kind of export is longer than {{most, number}} characters.',
    oneLine: 'The kind of export is a single line of text.',
    noJson: 'The parameters aren’t valid JSON: {{fault}} (line {{line}}, column {{column}}).',
    noJsonNear:
      'The parameters aren’t valid JSON: {{fault}} (line {{line}}, column {{column}}, at “{{near}}”).',
    inexact: 'The number of “{{name}}” is too large to be sent exactly. Put it in double quotes.',
    /** What the parameters are instead of an object. */
    noObject: {
      list: 'The parameters must be a JSON object, like {{example}}, and this is a list.',
      null: 'The parameters must be a JSON object, like {{example}}, and this is null.',
      string: 'The parameters must be a JSON object, like {{example}}, and this is a string.',
      number: 'The parameters must be a JSON object, like {{example}}, and this is a number.',
      boolean: 'The parameters must be a JSON object, like {{example}}, and this is a boolean.',
    },
  },
  /** What is wrong with a text at a place where it stops being JSON. */
  json: {
    more: 'there is something behind the end',
    tooDeep: 'it is nested too deeply',
    value: 'a value is expected',
    commaOrEnd: 'a comma or “{{end}}” is expected',
    name: 'a name in double quotes is expected',
    colon: 'a colon is expected',
    text: 'this text in quotes has no end, or a character in it that must be escaped',
    end: 'the end is missing',
  },
  secretsFile: {
    unused: 'Passwords of this run are kept elsewhere.',
    wrong: 'That isn’t the passphrase of the encrypted file.',
    broken:
      'The encrypted file is damaged: no passphrase opens it anymore. Start anew, and type the passwords again.',
    unreadable:
      'The encrypted file can’t be read: the system says {{code}}. Your passwords may still be in it. See that its disk is there and that you may read it, and unlock it again.',
    short: 'Take at least {{least, number}} characters.',
  },
  noListing: 'This server has no listing to compare the file with.',
  nothingMissing: 'Nothing is missing that could be asked for.',
  call: {
    unknown: 'There is no such call.',
    notYours: 'This screen may not call {{call}}.',
    values: '{{call}} was asked with wrong values.',
    fields: '{{call}} was asked with wrong values: {{fields}}.',
    tooMany: 'Too many calls at once.',
    tooMuch: 'This is too much for one call.',
  },
} as const;
