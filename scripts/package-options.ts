/** What electron-builder can't take from the environment by itself, and how it must look. */
const settings: readonly [name: string, pattern: RegExp, example: string][] = [
  ['FERRY_HOMEPAGE', /^https:\/\/[^\s/]+\S*$/, 'https://ferry.your-company.com'],
  ['FERRY_MAINTAINER', /^[^<>]+ <[^\s<>]+@[^\s<>]+>$/, 'Your Name <you@your-company.com>'],
  ['FERRY_UPDATE_FEED', /^https:\/\/[^\s/]+\S*$/, 'https://downloads.your-company.com/ferry'],
];

/**
 * Options for electron-builder beside `electron-builder.yml`, or the words that say what is missing or can't be meant.
 */
export function packageOptions(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string[] | string {
  const problems = settings.flatMap(([name, pattern, example]) => {
    const value = environment[name] ?? '';
    if (value === '') return [`${name} is missing, such as ${example}`];
    return pattern.test(value) ? [] : [`${name} can’t be “${value}”; it looks like ${example}`];
  });
  if (problems.length > 0)
    return `The packages name who publishes them, and these must be in the environment:\n${problems.map((line) => `  ${line}`).join('\n')}`;
  const hasCertificate = Boolean(environment.CSC_LINK || environment.CSC_NAME);
  return [
    `-c.extraMetadata.homepage=${environment.FERRY_HOMEPAGE}`,
    `-c.linux.maintainer=${environment.FERRY_MAINTAINER}`,
    // A program without any signature isn't started on Apple Silicon. With the hardened runtime an ad-hoc one would
    // refuse Electron's own libraries, which no team has signed.
    ...(platform === 'darwin' && !hasCertificate
      ? ['-c.mac.identity=-', '-c.mac.hardenedRuntime=false']
      : []),
  ];
}
