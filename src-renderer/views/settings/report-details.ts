import type { CallOutput, ConnectionView } from '../../../src-shared/contract.ts';
import type { Settings } from '../../../src-shared/settings.ts';

interface ReportFacts {
  version: string;
  about: CallOutput<'app.about'>;
  /** What the screen is drawn by. */
  browser: string;
  settings: Pick<Settings, 'language' | 'theme'>;
  connections: readonly Pick<ConnectionView, 'kind' | 'state'>[];
}

/**
 * What helps whoever reads a report, in English for them: versions, the system, kinds of servers. No names, addresses,
 * accounts or paths.
 */
export function reportDetails({ version, about, browser, settings, connections }: ReportFacts): string {
  const servers = connections.map(
    ({ kind, state }) => `${kind}, ${state.is === 'ok' ? (state.info.version ?? 'ok') : state.is}`,
  );
  return [
    `Ferry ${version}`,
    `System: ${about.platform}`,
    ...Object.entries(about.versions).map(([name, number]) => `${name}: ${number}`),
    `Screen: ${browser}`,
    `Language: ${settings.language}, theme: ${settings.theme}`,
    `Servers: ${servers.join('; ') || 'none'}`,
  ].join('\n');
}
