import type { FailureKind } from '../../../src-shared/failures/failure.ts';
import { policyOf } from '../../../src-shared/failures/failure-table.ts';

/**
 * How the terminal program ends, for scripts. When several downloads end differently, the first of 3, 5, 6, 1 that
 * applies to one of them is the program's.
 */
export const exitCodes = {
  /** Every file is saved (or what else was asked for is done). */
  saved: 0,
  failed: 1,
  /** The command line makes no sense; nothing was done. */
  usage: 2,
  /** Whether the server got the request is unknown; Ferry doesn't ask twice by itself. */
  unsure: 3,
  /** Another Ferry works with the data folder. */
  inUse: 4,
  /** Only the user can help: sign-in, certificate, network, folder, space. The download is kept. */
  needsUser: 5,
  /** The server has thrown away what it had prepared. */
  expired: 6,
  /** Ctrl+C. The download is kept. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const gravest: readonly ExitCode[] = [
  exitCodes.unsure,
  exitCodes.needsUser,
  exitCodes.expired,
  exitCodes.failed,
];

/** The one code for several downloads. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return gravest.find((code) => codes.includes(code)) ?? exitCodes.saved;
}

/** The code for something that was refused before there was a download. */
export function codeOfRefusal(kind: FailureKind): ExitCode {
  if (kind === 'invalid-input' || kind === 'empty-selection') return exitCodes.usage;
  return policyOf(kind).scope === 'job' ? exitCodes.failed : exitCodes.needsUser;
}
