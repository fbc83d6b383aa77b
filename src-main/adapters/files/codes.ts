/** Codes of a file that another program holds open, mostly a virus scanner on Windows. */
export const lockCodes = ['EBUSY', 'ETXTBSY'];

/** The system's code of a thrown error, such as `ENOENT`, or an empty text. */
export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}

/** Runs work and takes no notice of errors with one of the codes. */
export async function tolerating(codes: readonly string[], work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (!codes.includes(codeOf(thrown))) throw thrown;
  }
}
