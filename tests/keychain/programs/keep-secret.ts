/**
 * Does one thing with a secret in the keychain and prints what came of it: `here|apart read|write|erase id origin
 * [value]`, with the library in this process, or in one of its own.
 */
import { forkKeychain } from '../../../src-main/adapters/keychain-fork.ts';
import { createKeychainSecrets, loadKeytar } from '../../../src-main/adapters/secrets-keytar.ts';

const [where, what, connectionId = '', origin = '', value = ''] = process.argv.slice(2);
const secrets = createKeychainSecrets({ load: where === 'apart' ? forkKeychain : loadKeytar });
const key = { connectionId, origin };

async function done(): Promise<unknown> {
  if (what === 'read') return secrets.read(key);
  if (what === 'write') return secrets.write(key, value);
  return secrets.erase(connectionId);
}

process.stdout.write(`${JSON.stringify((await done()) ?? null)}\n`);
