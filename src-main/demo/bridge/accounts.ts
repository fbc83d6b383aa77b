import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Somebody with a token on the demo Bridge. */
export interface DemoAccount {
  /** `user_id` of what the account asks for. */
  id: string;
  name: string;
  /** For `Authorization: Bearer …` (*documented*: the curl line of the Downloads API). */
  token: string;
  /** Key and secret for `Authorization: Basic base64(key:secret)` (*seen in clients* of a sibling resource). */
  key: string;
  secret: string;
  /** `all` kinds of exports, those that aren't for administrators only, or `none`: a learner's token. */
  may: 'all' | 'some' | 'none';
}

/** The demo's own accounts. Their tokens are public. */
export const demoAccounts: DemoAccount[] = [
  {
    id: '7',
    name: 'Ada, account admin',
    token: 'demo-token-ada',
    key: 'demo-key-ada',
    secret: 'demo-secret-ada',
    may: 'all',
  },
  {
    id: '8',
    name: 'Ben, IT admin',
    token: 'demo-token-ben',
    key: 'demo-key-ben',
    secret: 'demo-secret-ben',
    may: 'some',
  },
  {
    id: '9',
    name: 'Lee, learner',
    token: 'demo-token-lee',
    key: 'demo-key-lee',
    secret: 'demo-secret-lee',
    may: 'none',
  },
];

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Tokens, and how often each was used of late. */
export class BridgeAccounts {
  #accounts: DemoAccount[];
  readonly #now: () => number;
  /** When the last requests of each account came, milliseconds since 1970, oldest first. */
  readonly #requests = new Map<string, number[]>();

  constructor(accounts: DemoAccount[], now: () => number) {
    this.#accounts = accounts.map((account) => ({ ...account }));
    this.#now = now;
  }

  /** Whose credentials these are; null for anything else. */
  identify({ authorization }: IncomingHttpHeaders): DemoAccount | null {
    const [scheme = '', value = ''] = (authorization ?? '').split(' ');
    if (scheme.toLowerCase() === 'bearer')
      return this.#accounts.find((account) => isSame(account.token, value)) ?? null;
    if (scheme.toLowerCase() !== 'basic') return null;
    const pair = Buffer.from(value, 'base64').toString('utf8');
    return this.#accounts.find(({ key, secret }) => isSame(`${key}:${secret}`, pair)) ?? null;
  }

  /** Counts a request of the account; false when there were too many within the last second. */
  mayAsk(account: DemoAccount, perSecond: number): boolean {
    if (perSecond <= 0) return true;
    const now = this.#now();
    const recent = (this.#requests.get(account.id) ?? []).filter((time) => now - time < 1000);
    this.#requests.set(account.id, recent);
    if (recent.length >= perSecond) return false;
    recent.push(now);
    return true;
  }

  /** Makes an account's credentials invalid, as when its token is revoked. */
  revoke(id: string): void {
    this.#accounts = this.#accounts.filter((account) => account.id !== id);
  }
}
