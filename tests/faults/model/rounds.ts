import fc from 'fast-check';
import { startRawAlfresco } from '../raw-alfresco.ts';
import { anyCase } from './case.ts';
import { runCase } from './run-case.ts';
import { ModelServer } from './server.ts';

/** Cases wait for a disk more than they compute: so many are played side by side, each lane with a server of its own. */
export const lanes = 4;

/** Sums over all cases of a round. */
export interface Round {
  /** How often the program ended before it was done. */
  kills: number;
  requests: number;
  /** Bytes of the files that were saved. */
  saved: number;
}

/** Plays so many cases; the same seed brings the same ones. Rejects with the smallest case that went wrong. */
export async function playRound(seed: number, cases: number): Promise<Round> {
  const round = { kills: 0, requests: 0, saved: 0 };
  const playLane = async (lane: number): Promise<void> => {
    const alfresco = await startRawAlfresco();
    const server = new ModelServer(alfresco);
    await fc.assert(
      fc.asyncProperty(anyCase, async (wanted) => {
        const outcome = await runCase(wanted, alfresco, server);
        round.kills += outcome.kills;
        round.requests += outcome.requests;
        round.saved += outcome.saved;
      }),
      { seed: seed + lane, numRuns: Math.ceil(cases / lanes) },
    );
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, (_, lane) => playLane(lane)));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return round;
}
