import type { Secrets } from '../../core/ports.ts';
import { openSecrets as openFor } from '../secrets.ts';
import { utilityKeychain } from './keychain.ts';

/** Where the desktop app keeps passwords and tokens: as the other hosts do, with the keychain in a utility process. */
export const openSecrets = (folder: string): Secrets => openFor(folder, utilityKeychain);
