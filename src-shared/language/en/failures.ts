/**
 * What can go wrong, a kind each: what happened and what it means, then what to do. `{{why}}` is empty or a reason in
 * brackets with a blank before it; `{{said}}` is empty or a sentence with a blank before it: the server's own words, or
 * what Ferry knows besides.
 */
export const failures = {
  both: '{{what}} {{advice}}',
  why: ' ({{detail}})',
  said: ' The server says: “{{words}}”',
  saidSentence: ' The server says: “{{words}}”.',
  inDetail: ' In detail: {{detail}}.',
  /** About which of several things asked for it is, and what the server says of it. */
  aboutItem: ' It is about {{id}}.{{said}}',
  /** About some of several things asked for, by their names. */
  some: {
    what_one: 'The server refused one of the {{asked, number}} things asked for: {{names}}.',
    what_other: 'The server refused {{count, number}} of the {{asked, number}} things asked for: {{names}}.',
    advice: 'Download the rest without it, or ask its owner for access.',
    item: {
      refused: '“{{name}}” (you may not read it)',
      'not-found': '“{{name}}” (not there)',
      'bad-request': '“{{name}}” (neither a document nor a folder)',
    },
    and: '{{first}}, {{then}}',
    more_one: '{{first}} and {{count, number}} more',
    more_other: '{{first}} and {{count, number}} more',
  },
  /** Beside a file that was saved. */
  leftOut: 'Left out because the server refused it: {{names}}.',
  size: '{{size, bytes}}',
  unknownSize: 'an unknown size',
  offline: {
    what: 'This computer has no network.',
    advice: 'Ferry goes on by itself when it is back.',
  },
  unreachable: {
    what: 'The server can’t be reached{{why}}.',
    advice: 'Check the network or the VPN. Ferry goes on by itself when the server answers again.',
    /** For a server that never worked: there is nothing that could go on. */
    adviceAtFirst: 'Check how the address is written, then the network or the VPN.',
  },
  untrusted: {
    what: 'The server’s certificate can’t be trusted{{why}}, so nothing was sent to it.',
    advice:
      'Check the address. On a guest network its sign-in page may have answered: sign in there first. Else ask your administrator which certificate authority the server uses.',
  },
  'client-certificate': {
    what: 'The server wants a client certificate, to know this computer.',
    advice:
      'Choose its file in the server’s settings, under “More”. Your administrator can tell where to get it.',
    adviceOld:
      'Export it again with AES-256 (Windows: “AES256-SHA256”; OpenSSL 3: “openssl pkcs12 -export”) and choose the new file.',
  },
  'proxy-failed': {
    what: 'The proxy{{at}} doesn’t lead to the server{{why}}.',
    advice:
      'Check the proxy in the server’s settings, under “More”, or tell your administrator. Ferry goes on by itself when the proxy answers again.',
    adviceAtFirst: 'Check the proxy in the server’s settings, under “More”, or tell your administrator.',
  },
  'proxy-sign-in': {
    what: 'The proxy{{at}} asks for a sign-in of its own{{why}}.',
    advice: 'Enter the user name and the password for the proxy. They are not those of the server.',
    adviceWindows:
      'Ferry can’t sign in to proxies the Windows way yet. Ask your administrator for an exception for this server or for an account with a password (Basic), or run a helper such as px or cntlm and enter its address as the proxy.',
  },
  'sign-in-needed': {
    what: 'The server asks you to sign in again.',
    advice: 'Sign in, and the waiting downloads go on where they stopped.',
  },
  'sign-in-refused': {
    what: 'The server refused {{detail}}.',
    nameOrPassword: 'the user name or the password',
    token: 'the token',
    keyOrSecret: 'the key or the secret',
    advice: 'Check it and sign in again. Ferry doesn’t send again what was refused.',
    adviceRefused: 'An administrator may have to register Ferry there.',
    adviceNoDevice: 'Sign in with the browser.',
    adviceNotTaken:
      'It is fresh, so the server may expect another issuer, client or audience, or the clocks may differ.',
    whatToken: 'The server refused the token.',
    adviceToken:
      'It may have been revoked, or not copied whole. Sign in with another one; Ferry doesn’t try a refused token twice.',
    whatKey: 'The server refused the key or the secret.',
    adviceKey: 'Check both and sign in again. Ferry doesn’t try a refused pair twice.',
  },
  'secret-missing': {
    what: 'Ferry has no password for this server{{why}}.',
    why: ': {{detail}}',
    advice: 'Sign in, and the waiting downloads start.',
    adviceAlone: 'Sign in to go on.',
  },
  unsupported: {
    what: 'This server can’t prepare downloads.',
    advice: 'Check the address, or ask the server’s administrator.',
  },
  'server-removed': {
    what: 'Its server was removed from Ferry.',
    advice: 'Add it again to go on.',
  },
  'other-account': {
    what: 'This download was asked for by {{account}}, and only that account can fetch it.',
    unknown: 'another account',
    advice: 'Sign in with that account, or ask again with this one.',
  },
  refused: {
    what: 'The server refused: you may not read at least one of the things asked for.{{said}}',
    advice: 'Ask its owner for access.',
    whatExport: 'The server refused: this account may not have this kind of export.{{said}}',
    adviceExport: 'Ask a Bridge administrator for a token that may, or ask for another kind.',
  },
  'not-found': {
    what: 'The server doesn’t know what was asked for.{{said}}',
    advice: 'It may have been deleted or moved. Check the link, the path or the id.',
    adviceExport: 'Check the kind of export and its details.',
  },
  'bad-request': {
    what: 'The server didn’t accept the request.{{said}}',
    advice: 'Check what was asked for.',
  },
  'empty-selection': { what: 'Nothing was selected.', advice: 'Name at least one document or folder.' },
  archived: {
    what: 'Some of the documents are in the server’s archive and can’t be read right now.',
    advice: 'Ask the server’s administrator to restore them, then try again.',
  },
  'too-large': {
    what: 'The selection is too large: {{size}}, and the server prepares at most {{limit}}.',
    whatItem: '“{{item}}” alone is too large: {{size}}, and the server prepares at most {{limit}}.',
    whatUntold:
      'The server doesn’t say how large the file is, and more than {{limit}} came, so Ferry stopped. Nothing was kept.',
    adviceUntold:
      'If it really is that large, allow more in the settings (Largest file of unknown size), then try again.',
    advice: 'Ask for its subfolders one by one.',
  },
  busy: { what: 'The server is too busy to answer.', advice: 'Ferry tries again by itself.' },
  'server-error': {
    what: 'The server had an error of its own{{status}}.{{said}}',
    advice: 'Try again later; if it persists, contact the server’s administrator.',
  },
  /** Not the server itself answered, but what stands in front of it: a proxy of its own, a firewall, a sign-in service. */
  gateway: {
    what: 'Something in front of the server answered in its place{{status}}.{{said}}',
    advice: 'Try again later; if it stays, tell the server’s administrator.',
  },
  cut: {
    what: 'The connection broke in the middle.',
    advice: 'The next try goes on from what was fetched, where the server allows it.',
  },
  protocol: {
    what: 'The server’s answer makes no sense{{why}}.',
    advice:
      'Something between Ferry and the server may be changing answers. Try again, or contact the administrator.',
  },
  'redirect-refused': {
    what: 'The server sent Ferry to a place it won’t go to{{why}}.',
    advice: 'Contact the server’s administrator.',
  },
  'web-page': {
    what: 'A web page came instead of the file.',
    /** For a server that never worked. */
    whatAtFirst: 'A web page answered at this address, not the server itself.',
    adviceAtFirst:
      'Check the address. On a guest network its sign-in page may have answered: open a browser and sign in there first.',
    advice: 'A sign-in page of the network may be in the way: open a browser, sign in there, then retry.',
  },
  silent: {
    what: 'The server has shown no progress for a very long time. It may have lost the request.',
    advice: 'Keep waiting, or ask again.',
  },
  'cancelled-on-server': {
    what: 'The preparation was cancelled on the server.',
    advice: 'Ask again if you still need it.',
  },
  'failed-on-server': {
    what: 'The server couldn’t prepare it.{{said}}',
    advice: 'Ask again. If it persists, contact the server’s administrator.',
  },
  corrupt: {
    what: 'Even after several tries, what arrived wasn’t what the server had announced{{why}}.',
    advice: 'Nothing wrong was saved. Try again later, or ask again.',
  },
  'no-space': {
    what: 'There is no space left on the disk{{free}}.',
    whatNeeded: 'There is not enough space on the disk: {{size}} needed, {{limit}} free.',
    advice: 'Make space, and Ferry goes on by itself.',
    free: ' ({{size, bytes}} free)',
  },
  /** Another folder for a download that can't be saved where it should be. */
  otherFolder: {
    title: 'Save it in another folder',
    again: 'What was downloaded so far is downloaded again.',
    confirm: 'Save there',
    done: '“{{name}}” is saved in {{folder}} now.',
  },
  'list-unsaved': {
    whatElse: 'Ferry can’t save its list of downloads: {{detail}}.',
    adviceElse: 'Nothing new is begun until that is put right; then Ferry goes on by itself.',
    what: 'Ferry can’t save its list of downloads: the disk of its data folder is full{{free}}.',
    advice: 'Make space there, and Ferry goes on by itself. Nothing is lost.',
  },
  'folder-unavailable': {
    what: 'The folder can’t be written to{{why}}.',
    advice: 'Check that it exists, that the drive is connected and that you may write there.',
  },
  'file-locked': {
    what: 'The file is complete, but another program keeps it locked.',
    advice: 'A virus scanner may still be reading it. The next try fetches nothing twice.',
  },
  'file-missing': {
    what: 'The file isn’t in its folder anymore: it was moved, renamed or deleted.',
    named: '“{{name}}” isn’t in its folder anymore: it was moved, renamed or deleted.',
    advice: 'Download it again if you still need it.',
  },
  'risky-file': {
    what: 'Files of this kind{{why}} can run programs on your computer.',
    advice: 'Open it only if you trust the server and whoever put it there.',
    title: 'Open “{{name}}”?',
    open: 'Open anyway',
    cancel: 'Cancel',
  },
  'invalid-input': { what: 'This can’t be done.' },
  disconnected: {
    what: 'This window lost its connection to Ferry.',
    advice:
      'If it was ended, start it. After a restart, open the address that it prints: downloads go on where they stopped.',
  },
  internal: {
    what: 'Something went wrong inside Ferry{{why}}.',
    advice: 'Try again. If it persists, report it with the download’s timeline.',
  },
} as const;
