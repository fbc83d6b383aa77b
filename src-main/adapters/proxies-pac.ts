import type { Clock, SystemProxies } from '../core/ports.ts';

/** Milliseconds that an answer is good for: scripts may look at the time and at the network. */
const goodFor = 5 * 60_000;
/** Milliseconds that finding out may take: looking for a script that isn't there takes some systems half a minute. */
const patience = 5_000;

/** The ways in an answer of the system's, `PROXY host:port; HTTPS host:port; DIRECT`, that Ferry can go. */
export function readPacAnswer(answer: string): (string | null)[] {
  return answer.split(';').flatMap((entry): (string | null)[] => {
    const [kind = '', place = ''] = entry.trim().split(/\s+/);
    switch (kind.toUpperCase()) {
      case 'DIRECT':
        return [null];
      case 'PROXY':
      case 'HTTP':
        return URL.canParse(`http://${place}`) ? [`http://${place}`] : [];
      case 'HTTPS':
        return URL.canParse(`https://${place}`) ? [`https://${place}`] : [];
      default:
        return [];
    }
  });
}

/**
 * Proxies as the system's settings name them, scripts included (PAC, WPAD). Asked for by origin: a script would see the
 * whole address. A system that doesn't answer in time is asked again the next time, and until then the way is direct.
 *
 * @param resolve the system's answer for an address, as Chromium gives it
 */
export function createPacProxies(
  resolve: (origin: string) => Promise<string>,
  clock: Pick<Clock, 'monotonic' | 'sleep'>,
): SystemProxies & { forget(): void } {
  const known = new Map<string, { ways: (string | null)[]; until: number }>();

  return {
    find: async (origin, signal) => {
      const before = known.get(origin);
      if (before && clock.monotonic() < before.until) return before.ways;
      const timer = new AbortController();
      const late = clock.sleep(patience, AbortSignal.any([timer.signal, signal])).then(() => null);
      const answer = await Promise.race([resolve(`${origin}/`).catch(() => null), late]).finally(() =>
        timer.abort(),
      );
      void late.catch(() => undefined);
      if (answer === null) return before?.ways ?? [null];
      const ways = readPacAnswer(answer);
      known.set(origin, { ways, until: clock.monotonic() + goodFor });
      return ways;
    },
    forget: () => known.clear(),
  };
}
