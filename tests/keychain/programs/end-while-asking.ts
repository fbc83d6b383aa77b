/** Ends with 5 while the keychain owes an answer. */
import { forkKeychain } from '../../../src-main/adapters/keychain-fork.ts';

// Waiting for the keychain alone keeps no program alive.
setInterval(() => undefined, 60_000);
const keychain = await forkKeychain();
keychain.getPassword('Ferry', 'one').catch(() => undefined);
// Refused without asking anybody: by then the call before is under way.
await keychain.getPassword('Ferry', '').catch(() => undefined);
process.exit(5);
