/** The program behind `forkKeychain`: passes calls on to the keychain's library until its parent is gone. */
import { serveKeychain } from './keychain-calls.ts';
import { loadKeytar } from './secrets-keytar.ts';

// An ordinary end would wait for an open prompt.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// Ctrl+C is the parent's affair: it may still have something to keep or erase.
process.on('SIGINT', () => undefined);

// Not awaited: the built terminal is one CommonJS file, which can't.
void serveKeychain(loadKeytar, (message) => {
  if (process.connected) process.send?.(message, () => undefined);
}).then((take) => take && process.on('message', take));
