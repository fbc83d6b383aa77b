/** The encrypted file for passwords, where there is no keychain. */
export const secretsFile = {
  offer: 'Keep it in a file …',
  open: {
    button: 'Unlock …',
    title: 'Unlock your passwords',
    about: 'They are in Ferry’s encrypted file on this computer. Until it is unlocked, servers wait for you.',
    confirm: 'Unlock',
    done: 'Your passwords are unlocked.',
    forgotten: 'Passphrase forgotten?',
  },
  make: {
    button: 'Keep passwords in a file …',
    title: 'Keep passwords in an encrypted file',
    about:
      'This computer has no keychain that Ferry can use. A file keeps your passwords over the end of Ferry, encrypted under a passphrase that Ferry asks for at each start.',
    hint: 'Ferry keeps it nowhere. If you forget it, you type your passwords again.',
    confirm: 'Encrypt and keep',
    done: 'Passwords are kept in Ferry’s encrypted file.',
    repeat: 'Once more',
    differs: 'The two aren’t the same.',
  },
  anew: {
    title: 'Start anew without the passphrase?',
    about:
      'Nobody can open the file without it. Ferry removes the file with all passwords in it, and each server asks for its password once more. Downloads and their bytes stay.',
    confirm: 'Remove the file',
    done: 'The file is gone. Servers ask for their passwords.',
  },
  passphrase: 'Passphrase',
} as const;
