/** Does one thing with a secret in the keychain and prints what came of it: `read|write|erase id origin [value]`. */
import { createKeychainSecrets } from '../../../src-main/adapters/secrets-keytar.ts';

const [what, connectionId = '', origin = '', value = ''] = process.argv.slice(2);
const secrets = createKeychainSecrets();
const key = { connectionId, origin };

async function done(): Promise<unknown> {
  if (what === 'read') return secrets.read(key);
  if (what === 'write') return secrets.write(key, value);
  return secrets.erase(connectionId);
}

process.stdout.write(`${JSON.stringify((await done()) ?? null)}\n`);
