/** What opens a server is a password, a token or a secret: a sentence for each, since languages bend the word. */
export const secrets = {
  password: {
    neededLocked: 'needs its password, and the keychain is locked.',
    neededUnavailable: 'needs its password: there is no keychain here that Ferry can read.',
    neededSealed: 'needs its password, and the encrypted file that keeps it can’t be opened.',
    inFile: 'Password in the encrypted file',
    inKeychain: 'Password in the keychain',
    untilEnd: 'Password kept until Ferry ends',
    absent: 'No password yet',
    keptKeychain: 'The password is in the keychain of this computer.',
    keptFile: 'The password is in Ferry’s encrypted file on this computer.',
    keptSealed:
      'The password is kept in an encrypted file, and Ferry wasn’t given its passphrase, or another one. {{wayOn}}',
    keptRun: 'This computer has no keychain that Ferry can use, so the password is kept until Ferry ends.',
    keptLocked:
      'The keychain of this computer is locked, so Ferry can’t read the password. Unlock it and test the server, or type the password again.',
    keptUnavailable: 'The keychain of this computer doesn’t answer, so Ferry can’t read the password.',
    keptThisRun: 'The password is kept until Ferry ends.',
    unreadable: 'Ferry can’t read the password of this server: {{reason}}.',
    unreadableAdvice:
      'Sign in with the password. Where this computer has a keychain that is locked, unlock it and test the server.',
    missing: 'Ferry has no password for this server.',
    otherServer:
      'This address leads to another server, so the password for the old one is forgotten. Type the password for the new one.',
    forgotten:
      'Ferry forgets its password and works with it no more. Saved files stay where they are, and the history keeps its downloads.',
    taken: '{{name}} answers and takes the password.',
  },
  token: {
    neededLocked: 'needs its token, and the keychain is locked.',
    neededUnavailable: 'needs its token: there is no keychain here that Ferry can read.',
    neededSealed: 'needs its token, and the encrypted file that keeps it can’t be opened.',
    inFile: 'Token in the encrypted file',
    inKeychain: 'Token in the keychain',
    untilEnd: 'Token kept until Ferry ends',
    absent: 'No token yet',
    keptKeychain: 'The token is in the keychain of this computer.',
    keptFile: 'The token is in Ferry’s encrypted file on this computer.',
    keptSealed:
      'The token is kept in an encrypted file, and Ferry wasn’t given its passphrase, or another one. {{wayOn}}',
    keptRun: 'This computer has no keychain that Ferry can use, so the token is kept until Ferry ends.',
    keptLocked:
      'The keychain of this computer is locked, so Ferry can’t read the token. Unlock it and test the server, or type the token again.',
    keptUnavailable: 'The keychain of this computer doesn’t answer, so Ferry can’t read the token.',
    keptThisRun: 'The token is kept until Ferry ends.',
    unreadable: 'Ferry can’t read the token of this server: {{reason}}.',
    unreadableAdvice:
      'Sign in with the token. Where this computer has a keychain that is locked, unlock it and test the server.',
    missing: 'Ferry has no token for this server.',
    otherServer:
      'This address leads to another server, so the token for the old one is forgotten. Type the token for the new one.',
    forgotten:
      'Ferry forgets its token and works with it no more. Saved files stay where they are, and the history keeps its downloads.',
    taken: '{{name}} answers and takes the token.',
  },
  secret: {
    neededLocked: 'needs its secret, and the keychain is locked.',
    neededUnavailable: 'needs its secret: there is no keychain here that Ferry can read.',
    neededSealed: 'needs its secret, and the encrypted file that keeps it can’t be opened.',
    inFile: 'Secret in the encrypted file',
    inKeychain: 'Secret in the keychain',
    untilEnd: 'Secret kept until Ferry ends',
    absent: 'No secret yet',
    keptKeychain: 'The secret is in the keychain of this computer.',
    keptFile: 'The secret is in Ferry’s encrypted file on this computer.',
    keptSealed:
      'The secret is kept in an encrypted file, and Ferry wasn’t given its passphrase, or another one. {{wayOn}}',
    keptRun: 'This computer has no keychain that Ferry can use, so the secret is kept until Ferry ends.',
    keptLocked:
      'The keychain of this computer is locked, so Ferry can’t read the secret. Unlock it and test the server, or type the secret again.',
    keptUnavailable: 'The keychain of this computer doesn’t answer, so Ferry can’t read the secret.',
    keptThisRun: 'The secret is kept until Ferry ends.',
    unreadable: 'Ferry can’t read the secret of this server: {{reason}}.',
    unreadableAdvice:
      'Sign in with the secret. Where this computer has a keychain that is locked, unlock it and test the server.',
    missing: 'Ferry has no secret for this server.',
    otherServer:
      'This address leads to another server, so the secret for the old one is forgotten. Type the secret for the new one.',
    forgotten:
      'Ferry forgets its secret and works with it no more. Saved files stay where they are, and the history keeps its downloads.',
    taken: '{{name}} answers and takes the secret.',
  },
  /** What to do where the encrypted file can’t be opened. */
  sealedAdvice: 'Unlock the file with its passphrase; until then a sign-in is kept until Ferry ends.',
} as const;
