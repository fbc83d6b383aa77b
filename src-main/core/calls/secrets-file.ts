import type { Handlers } from '../../../src-shared/contract.ts';
import { shortestPassphrase } from '../../../src-shared/contract/secrets-file.ts';
import type { secretsFileCalls, SecretsFileView } from '../../../src-shared/contract/secrets-file.ts';
import { refusal } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Ports, SecretsFile } from '../ports.ts';
import type { CallParts } from './call-parts.ts';

/**
 * The calls about the encrypted file for secrets.
 *
 * @param moved secrets may be elsewhere now: where they are is looked up anew, and told
 */
export function createSecretsFileCalls(
  { secretsFile, secrets }: Pick<Ports, 'secretsFile' | 'secrets'>,
  { connections, publish }: Pick<CallParts, 'connections' | 'publish'>,
  moved: () => void,
): Pick<Handlers, keyof typeof secretsFileCalls> {
  let isPutOff = false;

  const existing = (): SecretsFile => {
    if (!secretsFile) throw refusal(phrase('validationErrors.secretsFile.unused'));
    return secretsFile;
  };

  const view = async (): Promise<SecretsFileView> => ({ is: (await secretsFile?.state()) ?? 'unused' });

  /** Servers are looked at again with what can be read now. */
  const changed = async (): Promise<SecretsFileView> => {
    const now = await view();
    publish('secretsFile.changed', now);
    for (const { id } of connections.all()) {
      secrets.forget?.(id);
      if (connections.state(id).is !== 'needsSignIn') continue;
      connections.changed(id);
      connections.look(id);
    }
    moved();
    return now;
  };

  return {
    'secretsFile.state': async () => ({ ...(await view()), isPutOff }),
    'secretsFile.putOff': async () => {
      isPutOff = true;
      return {};
    },
    'secretsFile.unlock': async ({ passphrase }) => {
      const file = existing();
      if (passphrase.length < shortestPassphrase && (await file.state()) === 'none')
        throw refusal(phrase('validationErrors.secretsFile.short', { least: shortestPassphrase }));
      await file.unlock(passphrase);
      return changed();
    },
    'secretsFile.startAnew': async () => {
      await existing().startAnew();
      return changed();
    },
  };
}
