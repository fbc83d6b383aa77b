/**
 * The data folder beside the program where it runs as the portable package for Windows, else null. That package unpacks
 * itself somewhere at each start and says in the environment where its own file lies
 * (https://www.electron.build/docs/nsis#portable).
 */
export function portableDataFolder(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): string | null {
  const folder = environment.PORTABLE_EXECUTABLE_DIR;
  return platform === 'win32' && folder ? `${folder}\\Ferry data` : null;
}
