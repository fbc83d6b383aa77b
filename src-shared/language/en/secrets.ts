/** What opens a server is a password, a token or a secret: a sentence for each, since languages bend the word. */
export const secrets = {
  password: {
    neededLocked: 'needs its password, and the keychain is locked.',
    neededUnavailable: 'needs its password, and the keychain doesn’t answer.',
    inKeychain: 'Password in the keychain',
    untilEnd: 'Password kept until Ferry ends',
    absent: 'No password yet',
    keptKeychain: 'The password is in the keychain of this computer.',
    keptRun: 'This computer has no keychain that Ferry can use, so the password is kept until Ferry ends.',
    keptLocked:
      'The keychain of this computer is locked, so Ferry can’t read the password. Unlock it and test the server, or type the password again.',
    keptUnavailable: 'The keychain of this computer doesn’t answer, so Ferry can’t read the password.',
    keptThisRun: 'The password is kept until Ferry ends.',
    unreadable: 'Ferry can’t read the password of this server: {{reason}}.',
    unreadableAdvice: 'Unlock the keychain and test the server, or sign in with the password.',
    missing: 'Ferry has no password for this server.',
    otherServer:
      'This address leads to another server, so the password for the old one is forgotten. Type the password for the new one.',
    forgotten:
      'Ferry forgets its password and works with it no more. Saved files stay where they are, and the history keeps its downloads.',
    taken: '{{name}} answers and takes the password.',
  },
  token: {
    neededLocked: 'needs its token, and the keychain is locked.',
    neededUnavailable: 'needs its token, and the keychain doesn’t answer.',
    inKeychain: 'Token in the keychain',
    untilEnd: 'Token kept until Ferry ends',
    absent: 'No token yet',
    keptKeychain: 'The token is in the keychain of this computer.',
    keptRun: 'This computer has no keychain that Ferry can use, so the token is kept until Ferry ends.',
    keptLocked:
      'The keychain of this computer is locked, so Ferry can’t read the token. Unlock it and test the server, or type the token again.',
    keptUnavailable: 'The keychain of this computer doesn’t answer, so Ferry can’t read the token.',
    keptThisRun: 'The token is kept until Ferry ends.',
    unreadable: 'Ferry can’t read the token of this server: {{reason}}.',
    unreadableAdvice: 'Unlock the keychain and test the server, or sign in with the token.',
    missing: 'Ferry has no token for this server.',
    otherServer:
      'This address leads to another server, so the token for the old one is forgotten. Type the token for the new one.',
    forgotten:
      'Ferry forgets its token and works with it no more. Saved files stay where they are, and the history keeps its downloads.',
    taken: '{{name}} answers and takes the token.',
  },
  secret: {
    neededLocked: 'needs its secret, and the keychain is locked.',
    neededUnavailable: 'needs its secret, and the keychain doesn’t answer.',
    inKeychain: 'Secret in the keychain',
    untilEnd: 'Secret kept until Ferry ends',
    absent: 'No secret yet',
    keptKeychain: 'The secret is in the keychain of this computer.',
    keptRun: 'This computer has no keychain that Ferry can use, so the secret is kept until Ferry ends.',
    keptLocked:
      'The keychain of this computer is locked, so Ferry can’t read the secret. Unlock it and test the server, or type the secret again.',
    keptUnavailable: 'The keychain of this computer doesn’t answer, so Ferry can’t read the secret.',
    keptThisRun: 'The secret is kept until Ferry ends.',
    unreadable: 'Ferry can’t read the secret of this server: {{reason}}.',
    unreadableAdvice: 'Unlock the keychain and test the server, or sign in with the secret.',
    missing: 'Ferry has no secret for this server.',
    otherServer:
      'This address leads to another server, so the secret for the old one is forgotten. Type the secret for the new one.',
    forgotten:
      'Ferry forgets its secret and works with it no more. Saved files stay where they are, and the history keeps its downloads.',
    taken: '{{name}} answers and takes the secret.',
  },
} as const;
