/** Runs the process's own command line and ends the process with its code, once all that was printed is out. */
export async function runProcess(work: () => Promise<number>): Promise<void> {
  // A reader that has seen enough is no reason to give a download up.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  const code = await work();
  await new Promise((resolve) => process.stdout.write('', resolve));
  process.exit(code);
}
