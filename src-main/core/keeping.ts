import type { Connection } from '../../src-shared/connection.ts';
import { everything } from '../../src-shared/history/history.ts';
import type { Beyond, KeepRule } from '../../src-shared/history/keeping.ts';
import type { Connections } from './connections.ts';
import { logFailure } from './log-failure.ts';
import type { HistoryPage, Ports } from './ports.ts';
import type { Removals } from './removals.ts';

const day = 24 * 60 * 60 * 1000;
/** How long after one look at the rules the next one is. Milliseconds. */
export const lookAgainAfter = day;
/** Ids that are fetched at once. */
const portion = 1000;

/**
 * Removes from the history what the user has a server keep no longer: at the start, once a day, and when a rule changes. A
 * removal is undone as any other; the rule goes with that, for it would only come again.
 */
export class Keeping {
  readonly #ports: Pick<Ports, 'clock' | 'config' | 'history' | 'log' | 'random' | 'store'>;
  readonly #connections: Connections;
  readonly #removals: Removals;
  readonly #ruleGone: () => void;
  /** Which server a removal is of. */
  readonly #removedOf = new Map<string, string>();
  readonly #stopped = new AbortController();
  #underWay: Promise<void> = Promise.resolve();
  #isWaiting = false;

  /** @param ruleGone a rule was taken away, because what it removed was wanted back */
  constructor(
    ports: Pick<Ports, 'clock' | 'config' | 'history' | 'log' | 'random' | 'store'>,
    parts: { connections: Connections; removals: Removals },
    ruleGone: () => void,
  ) {
    this.#ports = ports;
    this.#connections = parts.connections;
    this.#removals = parts.removals;
    this.#ruleGone = ruleGone;
  }

  start(): void {
    void this.look();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#underWay;
  }

  /** What a rule would remove of a server's history now. */
  async beyond(connectionId: string, rule: KeepRule): Promise<Beyond> {
    const { jobIds, total, ended } = await this.#find(connectionId, rule, 0, 1);
    return { downloads: total, newest: jobIds.length === 0 ? null : ended };
  }

  /** Looks at all rules now, one look after the other; as long as there are any, again each day. */
  look(): Promise<void> {
    this.#underWay = this.#underWay.then(() => this.#look());
    if (this.#hasRules()) void this.#lookAgain();
    return this.#underWay;
  }

  /** A removal was undone: where it was a rule's, the rule is gone. */
  tookBack(removalId: string): void {
    const connection = this.#connections.find(this.#removedOf.get(removalId) ?? '');
    if (!connection?.own) return;
    this.#ports.config.saveConnection({ ...connection, own: { ...connection.own, keep: null } });
    this.#ruleGone();
  }

  #hasRules(): boolean {
    return this.#ports.config.connections().some(({ own }) => own?.keep);
  }

  async #lookAgain(): Promise<void> {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    const { signal } = this.#stopped;
    // Rejects where the run ends.
    await this.#ports.clock.sleep(lookAgainAfter, signal).catch(() => undefined);
    this.#isWaiting = false;
    if (!signal.aborted) void this.look();
  }

  async #look(): Promise<void> {
    for (const connection of this.#ports.config.connections()) {
      if (this.#stopped.signal.aborted) return;
      try {
        await this.#carryOut(connection);
      } catch (thrown) {
        // The next look comes.
        logFailure(this.#ports.log, 'keeping the history failed', thrown);
      }
    }
  }

  async #carryOut({ id, own, removed }: Connection): Promise<void> {
    const rule = own?.keep;
    if (!rule || removed) return;
    const ids: string[] = [];
    for (let total = 1; ids.length < total;) {
      const page = await this.#find(id, rule, ids.length, portion);
      if (page.jobIds.length === 0) break;
      total = page.total;
      ids.push(...page.jobIds);
    }
    if (ids.length === 0) return;
    const removalId = this.#ports.random.id();
    this.#removedOf.set(removalId, id);
    await this.#removals.mark(removalId, ids, { files: rule.files, fromList: false });
  }

  /** Of what is beyond a rule, the newest first: some ids, how many there are, and when the first of these ended. */
  async #find(
    connectionId: string,
    rule: KeepRule,
    offset: number,
    limit: number,
  ): Promise<Pick<HistoryPage, 'jobIds' | 'total'> & { ended: number | null }> {
    const { clock, history } = this.#ports;
    const to = rule.by === 'age' ? clock.now() - rule.days * day : null;
    const kept = rule.by === 'count' ? rule.downloads : 0;
    const filter = { ...everything, servers: [connectionId], to };
    const query = { text: '', filter, sort: null, without: [], servers: [] };
    const { jobIds, total } = await history.query(query, kept + offset, limit);
    const [first] = jobIds;
    const ended = first === undefined ? null : (this.#ports.store.job(first)?.changedAt ?? null);
    return { jobIds, total: Math.max(0, total - kept), ended };
  }
}
