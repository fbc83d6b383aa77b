import type { Failure } from '../../../src-shared/failures/failure.ts';
import { t } from '../../../src-shared/language/index.ts';

/** How to give Ferry the secret that is missing, or the passphrase of the file that may have it. */
export const giveSecretWords = ({ detail }: Failure): string =>
  typeof detail === 'object' && detail.name === 'failureDetails.keychain.sealed'
    ? t('terminal.stuck.givePassphrase')
    : t('terminal.stuck.giveSecret');
