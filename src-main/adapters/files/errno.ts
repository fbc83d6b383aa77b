/** Codes of a file that another program holds open, mostly a virus scanner on Windows. */
export const lockCodes = ['EBUSY', 'ETXTBSY'];

/** How often a call is repeated that a signal interrupted; a system that never stops is broken. */
const mostInterruptions = 100;

/** The system's code of a thrown error, such as `ENOENT`, or an empty text. */
export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}

/** Whether it is an error of the operating system's, such as `EIO`, rather than of Node or of our own. */
export function isOfSystem(thrown: unknown): boolean {
  return /^E[A-Z0-9]+$/.test(codeOf(thrown));
}

/** Runs work and takes no notice of errors with one of the codes. */
export async function tolerating(codes: readonly string[], work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (!codes.includes(codeOf(thrown))) throw thrown;
  }
}

/** Repeats a read or a write that a signal interrupted (EINTR), as network drives and FUSE let happen. */
export async function uninterrupted<T>(call: () => Promise<T>): Promise<T> {
  for (let interruptions = 0; ; interruptions += 1) {
    try {
      return await call();
    } catch (thrown) {
      if (codeOf(thrown) !== 'EINTR' || interruptions === mostInterruptions) throw thrown;
    }
  }
}
