import { openSecrets as openFor } from '../secrets.ts';
import type { OpenedSecrets } from '../secrets.ts';
import { utilityKeychain } from './keychain.ts';

/** Where the desktop app keeps passwords and tokens: as the other hosts do, with the keychain in a utility process. */
export const openSecrets = (folder: string): OpenedSecrets => openFor(folder, utilityKeychain);
