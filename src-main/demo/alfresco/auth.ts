import { randomBytes } from 'node:crypto';
import type { DemoClock } from './clock.ts';
import { ApiError, unauthenticated } from './errors.ts';
import type { Viewer } from './repository.ts';

/** A person with an account on the demo server. The passwords are public: they are the demo's. */
export interface DemoUser extends Viewer {
  firstName: string;
  lastName: string;
  email: string;
}

interface Account extends DemoUser {
  password: string;
}

/** How a request said who it is. `ticket` is set when it came with a ticket. */
export interface Identity {
  user: DemoUser;
  ticket: string | null;
}

/** Ticket life without use, in milliseconds (seen: `ticketsExpire`, AFTER_INACTIVITY, PT1H). */
const ticketLife = 60 * 60 * 1000;
/** Brute-force guard (seen: `authentication.protection.limit=10`, `periodSeconds=6`). */
const protection = { limit: 10, period: 6_000 };

/** Users, passwords and tickets. */
export class Accounts {
  readonly #clock: DemoClock;
  readonly #accounts = new Map<string, Account>();
  /** One ticket a user (seen: `useSingleTicketPerUser=true`): a second login gives the same one. */
  readonly #tickets = new Map<string, { user: string; usedAt: number }>();
  readonly #failures = new Map<string, { count: number; since: number }>();

  constructor(clock: DemoClock) {
    this.#clock = clock;
    this.#add('demo', 'Dana', 'Demo', false);
    this.#add('eve', 'Eve', 'Eveleigh', false);
    this.#add('admin', 'Administrator', '', true);
  }

  #add(id: string, firstName: string, lastName: string, isAdmin: boolean): void {
    this.#accounts.set(id, {
      id,
      password: id,
      firstName,
      lastName,
      isAdmin,
      email: `${id}@harbour.example`,
    });
  }

  /** The user of that name, without the password. */
  user(id: string): DemoUser | undefined {
    const account = this.#accounts.get(id);
    if (!account) return undefined;
    const { password: _password, ...user } = account;
    return user;
  }

  /** Changes a password. Tickets live on (inferred: they are checked without it). */
  setPassword(id: string, password: string): void {
    const account = this.#accounts.get(id);
    if (!account) throw new Error(`There is no user ${id}`);
    account.password = password;
    this.#failures.delete(id);
  }

  /** Forgets every ticket, as a restart of the server or a long pause does. */
  expireTickets(): void {
    this.#tickets.clear();
  }

  /** The user's ticket after a correct password; 403 else (seen: not 401). */
  login(id: string, password: string): string {
    if (!this.#isRight(id, password)) throw new ApiError(403, 'Login failed', 'Login failed');
    for (const [ticket, known] of this.#tickets) {
      if (known.user === id && this.#isAlive(known)) {
        known.usedAt = this.#clock.now();
        return ticket;
      }
    }
    const ticket = `TICKET_${randomBytes(20).toString('hex')}`;
    this.#tickets.set(ticket, { user: id, usedAt: this.#clock.now() });
    return ticket;
  }

  /** Ends a ticket; as it is the user's only one, all of the user's clients are logged out (inferred). */
  logout(ticket: string): void {
    this.#tickets.delete(ticket);
  }

  /**
   * Who a request is from, by `alf_ticket` or the Authorization header; throws 401 else.
   * Basic takes a name and password, a bare ticket, or a ticket as the password of no user or of
   * ROLE_TICKET (seen: Authorization.java). Bearer needs a service that this server has not.
   */
  identify(authorization: string | undefined, queryTicket: string | null, tenant: string | null): Identity {
    // A user of another tenant is refused (seen: PublicApiTenantAuthentication.java).
    if (tenant !== null && tenant !== '-default-') throw unauthenticated();
    if (queryTicket !== null) return this.#byTicket(queryTicket);
    const [scheme, encoded] = (authorization ?? '').split(' ');
    if (scheme?.toLowerCase() === 'bearer') {
      throw new ApiError(401, "Authorization 'Bearer' not supported.", 'framework.exception.ApiDefault');
    }
    if (scheme?.toLowerCase() !== 'basic' || !encoded) throw unauthenticated();
    const decoded = Buffer.from(encoded, 'base64').toString('utf8');
    const colon = decoded.indexOf(':');
    const name = colon < 0 ? '' : decoded.slice(0, colon);
    const rest = decoded.slice(colon + 1);
    if (name === '' || name.toUpperCase() === 'ROLE_TICKET') return this.#byTicket(rest);
    const user = this.user(name);
    if (!user || !this.#isRight(name, rest)) throw unauthenticated();
    return { user, ticket: null };
  }

  #byTicket(ticket: string): Identity {
    const known = this.#tickets.get(ticket);
    const user = known && this.#isAlive(known) ? this.user(known.user) : undefined;
    if (!known || !user) throw unauthenticated();
    known.usedAt = this.#clock.now();
    return { user, ticket };
  }

  #isAlive(ticket: { usedAt: number }): boolean {
    return this.#clock.now() - ticket.usedAt < ticketLife;
  }

  /** Ten wrong passwords within six seconds lock the name for the rest of them, right password or not. */
  #isRight(id: string, password: string): boolean {
    const now = this.#clock.now();
    const failed = this.#failures.get(id);
    if (failed && now - failed.since >= protection.period) this.#failures.delete(id);
    const current = this.#failures.get(id) ?? { count: 0, since: now };
    if (current.count >= protection.limit) return false;
    const account = this.#accounts.get(id);
    if (account && account.password === password) {
      this.#failures.delete(id);
      return true;
    }
    this.#failures.set(id, { count: current.count + 1, since: current.since });
    return false;
  }
}
