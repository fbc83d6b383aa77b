import { z } from 'zod';
import { everyone, nothing } from './parts.ts';

/** Characters of a new passphrase at least. */
export const shortestPassphrase = 8;

/**
 * The encrypted file for secrets. `unused`: secrets go elsewhere in any case. `none`: there is none yet. `closed`: its
 * passphrase is needed.
 */
export const secretsFileSchema = z.object({ is: z.enum(['unused', 'none', 'closed', 'open']) });
export type SecretsFileView = z.infer<typeof secretsFileSchema>;

/** The calls about the encrypted file for secrets, where there is no keychain. */
export const secretsFileCalls = {
  /** `isPutOff`: somebody was asked for the passphrase in this run and didn't want to type it. */
  'secretsFile.state': {
    roles: everyone,
    input: nothing,
    output: secretsFileSchema.extend({ isPutOff: z.boolean() }),
  },
  /** Nobody is asked for the passphrase by itself again in this run, in no window and no tab. */
  'secretsFile.putOff': { roles: everyone, input: nothing, output: nothing },
  /** Opens it, or makes it where there is none. Write-only. */
  'secretsFile.unlock': {
    roles: everyone,
    input: z.object({ passphrase: z.string().min(1).max(1000) }),
    output: secretsFileSchema,
  },
  /** Removes it with all that it holds: its passphrase is forgotten. */
  'secretsFile.startAnew': { roles: everyone, input: nothing, output: secretsFileSchema },
} as const;
