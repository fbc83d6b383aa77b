import type { Connection, ConnectionState } from './connection.ts';
import type { Job, JobStateName } from './job/job.ts';
import type { Settings } from './settings.ts';

/** What a report is made from. */
export interface ReportFacts {
  version: string;
  about: { platform: string; versions: Record<string, string> };
  /** What the screen is drawn by; absent where there is none. */
  browser?: string;
  settings: Pick<Settings, 'language' | 'theme'>;
  connections: readonly { kind: Connection['kind']; state: ConnectionState }[];
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
    ...(browser === undefined ? [] : [`Screen: ${browser}`]),
    `Language: ${settings.language}, theme: ${settings.theme}`,
    `Servers: ${servers.join('; ') || 'none'}`,
  ].join('\n');
}

/** What diagnostics are made from. */
export interface DiagnosticsFacts extends Omit<ReportFacts, 'settings' | 'connections'> {
  /** Milliseconds since 1970. */
  now: number;
  settings: Settings;
  connections: readonly (ReportFacts['connections'][number] &
    Pick<Connection, 'baseUrl' | 'signIn' | 'proxy' | 'clientCertificate'> & {
      /** Where it is kept. */
      secret: string;
      authorities?: readonly object[] | undefined;
    })[];
  /** Those that aren't finished. */
  jobs: readonly Pick<Job, 'state' | 'attempt' | 'lastFailure'>[];
  finished: number;
  /** Lines of the log, the last one last. */
  log: readonly string[];
}

/** Settings that say nothing of people, places or names. */
const told = [
  ...(['transferSlots', 'transferSlotsPerConnection', 'preparationSlotsPerConnection', 'rateLimit'] as const),
  ...(['askAgainAfterExpiry', 'leaveOutRefused', 'whenExists', 'untoldGigabytes', 'silenceMinutes'] as const),
  ...(['awakeWhilePreparing', 'closeWithoutTray', 'startAtLogin'] as const),
] satisfies (keyof Settings)[];

/** The name of their file. */
export const diagnosticsName = (now: number): string =>
  `Ferry-diagnostics-${new Date(now).toISOString().slice(0, 10)}.txt`;

/**
 * All that helps whoever looks for a fault, in English for them: the report, how servers are reached, what unfinished
 * downloads wait for, and the log. No names, addresses or accounts but those that sentences in the log hold, and no
 * secrets.
 */
export function diagnosticsText(facts: DiagnosticsFacts): string {
  const { settings, connections, jobs } = facts;
  return [
    `Diagnostics of Ferry, ${new Date(facts.now).toISOString()}`,
    '',
    reportDetails(facts),
    '',
    'Settings',
    ...told.map((name) => `  ${name}: ${String(settings[name])}`),
    `  timetable: ${settings.timetable.length} spans`,
    '',
    'Servers',
    ...(connections.length === 0 ? ['  none'] : connections.map(serverLine)),
    '',
    `Downloads: ${jobs.length} unfinished, ${facts.finished} finished`,
    ...counted(jobs.map(jobWords)).map(([words, count]) => `  ${count} × ${words}`),
    '',
    `Log, last ${facts.log.length} lines`,
    ...facts.log,
    '',
  ].join('\n');
}

function serverLine(connection: DiagnosticsFacts['connections'][number]): string {
  const { kind, state, secret, signIn, proxy, authorities, clientCertificate, baseUrl } = connection;
  const failure = 'failure' in state ? ` (${state.failure.kind}${statusOf(state.failure)})` : '';
  return [
    `  ${kind}: ${state.is}${failure}`,
    `${baseUrl.startsWith('https:') ? 'https' : 'http'}, sign-in by ${signIn?.by ?? 'password'}, secret ${secret}`,
    `proxy ${proxy?.use ?? 'as the system'}, authorities ${authorities?.length ?? 0}`,
    `client certificate ${clientCertificate ? 'yes' : 'no'}`,
  ].join('; ');
}

const statusOf = ({ status }: { status?: number | undefined }): string =>
  status === undefined ? '' : ` ${status}`;

function jobWords({ state, attempt, lastFailure }: DiagnosticsFacts['jobs'][number]): string {
  const failure = 'failure' in state ? state.failure : lastFailure;
  const name: JobStateName = state.is;
  return [
    name,
    ...(failure ? [`${failure.kind}${statusOf(failure)}`] : []),
    ...(attempt > 0 ? [`attempt ${attempt}`] : []),
  ].join(', ');
}

function counted(all: string[]): [words: string, count: number][] {
  const counts = new Map<string, number>();
  for (const words of all) counts.set(words, (counts.get(words) ?? 0) + 1);
  return [...counts];
}
