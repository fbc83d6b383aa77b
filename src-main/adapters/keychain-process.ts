/** The program behind `forkKeychain`: passes calls on to the keychain's library until its parent is gone. */
import { z } from 'zod';
import { loadKeytar } from './secrets-keytar.ts';

const callSchema = z.object({
  id: z.number(),
  method: z.enum(['getPassword', 'setPassword', 'deletePassword']),
  args: z.array(z.string()),
});

const send = (message: object): void => {
  if (process.connected) process.send?.(message, () => undefined);
};

// An ordinary end would wait for an open prompt.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// Ctrl+C is the parent's affair: it may still have something to keep or erase.
process.on('SIGINT', () => undefined);

loadKeytar().then(
  (keytar) => {
    process.on('message', (message) => {
      const { id, method, args } = callSchema.parse(message);
      const [service = '', account = '', password = ''] = args;
      const calls = {
        getPassword: async () => keytar.getPassword(service, account),
        setPassword: async () => keytar.setPassword(service, account, password).then(() => null),
        deletePassword: async () => keytar.deletePassword(service, account),
      };
      calls[method]().then(
        (value) => send({ id, value }),
        (error: unknown) => send({ id, error: error instanceof Error ? error.message : 'unknown' }),
      );
    });
    send({ loaded: true });
  },
  () => send({ loaded: false }),
);
