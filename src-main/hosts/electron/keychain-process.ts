/** The program behind `utilityKeychain`: Electron ends it with the app. */
import { serveKeychain } from '../../adapters/keychain-calls.ts';
import { loadKeytar } from '../../adapters/secrets-keytar.ts';

const { parentPort } = process;
const take = await serveKeychain(loadKeytar, (message) => parentPort.postMessage(message));
if (take) parentPort.on('message', ({ data }) => take(data));
