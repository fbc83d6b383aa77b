import { extname } from 'node:path';

/** Whether only its folder is shown: Windows finds a program to run for a name without an extension. */
export function isOnlyShown(path: string, { platform }: { platform: NodeJS.Platform }): boolean {
  return platform === 'win32' && extname(path.replace(/[. ]+$/, '')) === '';
}
