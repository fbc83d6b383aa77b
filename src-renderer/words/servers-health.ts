import { t } from '../../src-shared/language/index.ts';
import type { ConnectionView } from '../../src-shared/contract.ts';
import { healthOf } from './connection-words.ts';

export type HealthTone = ReturnType<typeof healthOf>['tone'];

const worstFirst: readonly HealthTone[] = ['bad', 'warning', 'quiet', 'good'];

/** How all servers are doing: as the worst of them is, and how many are as bad. */
export function serversHealth(connections: readonly ConnectionView[]): { tone: HealthTone; text: string } {
  const tones = connections.map((connection) => healthOf(connection).tone);
  const tone = worstFirst.find((one) => tones.includes(one)) ?? 'good';
  return { tone, text: t(`shell.health.${tone}`, { count: tones.filter((one) => one === tone).length }) };
}
