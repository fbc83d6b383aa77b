import { connectionKinds } from '../../src-shared/kinds/kinds.ts';
import type { ConnectionKind } from '../../src-shared/kinds/kinds.ts';
import { originOf } from '../../src-shared/connection.ts';
import type { KeptIn } from '../../src-shared/connection.ts';
import type { CallOutput, ConnectionView } from '../../src-shared/contract.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import { inOne } from '../../src-shared/failures/failure-words.ts';
import { explainAtFirst, explainFailure } from '../presentation/explain-failure.ts';
import { kindWordsOf } from '../presentation/kind-words.ts';
import type { SecretName } from '../presentation/kind-words.ts';
import { hasAccount, kindOfAddress, secretName } from '../presentation/server-words.ts';
import type { ConnectionsState, OwnSettings } from './connections.svelte.ts';
import { WaysDraft } from './ways-draft.svelte.ts';

const nothingOwn: OwnSettings = {
  rateLimit: null,
  transferSlots: null,
  preparationSlots: null,
  filing: null,
  keep: null,
};

/** A server in the form: what is understood of it so far, and saving it. */
export class ConnectionDraft {
  kind = $state<ConnectionKind>(connectionKinds[0]);
  address = $state('');
  name = $state('');
  /** The user name, or the key; of no meaning beside a token alone. */
  user = $state('');
  secret = $state('');
  own = $state.raw<OwnSettings>(nothingOwn);
  readonly ways = new WaysDraft();
  /** The company's sign-in that was found for the address. */
  offer = $state.raw<CallOutput<'connections.findSignIn'>['offer']>(null);
  /** Why the last try didn't work. */
  failure = $state.raw<Failure | null>(null);
  /** What Ferry makes of the address; null until it was looked at. */
  understood = $state.raw<CallOutput<'connections.understand'> | null>(null);
  addressProblem = $state('');
  /** What the server, or Ferry, has against all of it. */
  problem = $state('');
  /** A first try may have saved it although the server then refused. */
  savedId = $state<string>();
  /** The last try has saved what is typed, whatever the server then said. */
  isSaved = $state(false);
  /** The connection as it was when the typing began; events may change it meanwhile. */
  readonly before = $state.raw<ConnectionView>();
  /** What is signed in with, as it was chosen. */
  #way = $state<SecretName | null>(null);
  readonly #connections: ConnectionsState;
  /** The kind was chosen by hand, so the address doesn't choose another. */
  #isKindChosen: boolean;
  /** The name was typed by the user, so Ferry suggests no other. */
  #isNamed: boolean;
  /** The user is in the field of the name: nothing may be put there under their hands. */
  #isNaming = false;
  #asked = 0;

  constructor(connections: ConnectionsState, before: ConnectionView | undefined) {
    this.#connections = connections;
    this.before = before;
    this.#isKindChosen = before !== undefined;
    this.#isNamed = before !== undefined;
    if (!before) return;
    this.ways.take(before);
    this.kind = before.kind;
    this.address = before.baseUrl;
    this.name = before.name;
    this.user = before.user;
    this.#way = secretName(before);
    this.savedId = before.id;
    this.own = before.own ?? nothingOwn;
  }

  /** What is signed in with: as it was chosen where the kind has that, else the usual way. */
  get way(): SecretName {
    const ways = kindWordsOf(this.kind).signsInWith;
    return ways.find((way) => way === this.#way) ?? ways[0];
  }

  set way(way: SecretName) {
    this.#way = way;
  }

  /** The user that is saved: none beside a token. */
  readonly account = $derived(hasAccount(this.way) ? this.user.trim() : '');
  /** Something is its own here, rather than as for all servers. */
  readonly hasOwn = $derived(Object.values(this.own).some((value) => value !== null));
  readonly isOtherServer = $derived(
    this.before !== undefined &&
      this.understood !== null &&
      originOf(this.understood) !== originOf(this.before),
  );
  /** The secret that is known belongs to another account. */
  readonly isOtherAccount = $derived(this.before !== undefined && this.account !== this.before.user);
  /** A new server that is in the list and has not worked yet. */
  readonly isUnproven = $derived(this.before === undefined && this.savedId !== undefined);
  /** The same server, in the list already. */
  readonly twin = $derived.by(() => {
    const { understood, kind, account, savedId } = this;
    if (!understood) return undefined;
    return this.#connections.list.find(
      (other) =>
        other.id !== savedId &&
        other.kind === kind &&
        other.baseUrl === understood.baseUrl &&
        other.tenant === understood.tenant &&
        (other.user === account || account === ''),
    );
  });
  /** It is signed in to at the company's provider. */
  readonly isCompany = $derived(this.before?.signIn?.by === 'oidc');
  readonly isComplete = $derived(
    this.address.trim() !== '' &&
      this.ways.isComplete &&
      (this.isCompany || this.account !== '' || !hasAccount(this.way)) &&
      (this.isCompany || this.secret !== '' || (this.before !== undefined && !this.isOtherAccount)),
  );

  /** The address was typed into or pasted. */
  addressChanged(): void {
    this.addressProblem = '';
    const told = this.#isKindChosen ? null : kindOfAddress(this.address);
    if (told !== null) this.kind = told;
  }

  kindChosen(): void {
    this.#isKindChosen = true;
    void this.understand();
  }

  nameChanged(): void {
    this.#isNamed = this.name.trim() !== '';
  }

  beginName(): void {
    this.#isNaming = true;
  }

  endName(): void {
    this.#isNaming = false;
    if (!this.name.trim() && this.understood) this.name = this.understood.suggestedName;
  }

  /** Finds out what Ferry makes of the address; nothing is sent to the server. */
  async understand(): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    const { kind, address } = this;
    if (!address.trim()) {
      this.understood = null;
      this.addressProblem = '';
      return;
    }
    const result = await this.#connections.understand({ kind, address });
    if (mine !== this.#asked) return;
    this.understood = result.ok ? result.value : null;
    // It stays until then: what goes and comes back moves what is being pressed below it.
    this.addressProblem = result.ok ? '' : explainFailure({ kind }, result.failure).what;
    if (!result.ok) return;
    if (!this.#isNamed && !this.#isNaming) this.name = result.value.suggestedName;
  }

  /**
   * Saves it, hands the secret over and looks at the server. Resolves with the connection's secret's place, `known`
   * for one that wasn't typed; null when something went wrong, which is shown by then.
   */
  async saveAndTest(): Promise<KeptIn | 'known' | null> {
    this.problem = '';
    this.failure = null;
    this.isSaved = false;
    await this.understand();
    if (this.addressProblem) return null;
    const { before, kind, address, account: user } = this;
    const saved = await this.#connections.save({
      ...(this.savedId ? { id: this.savedId } : {}),
      kind,
      // The address alone may not tell it.
      ...(before && address === before.baseUrl ? { tenant: before.tenant } : {}),
      name: this.#nameApart() || this.understood?.baseUrl || address,
      address,
      user,
      ...this.ways.saved(),
    });
    if (!saved.ok) return this.#say(saved.failure);
    this.savedId = saved.value.id;
    const given = await this.ways.handOver(this.#connections, this.savedId);
    if (given) return this.#say(given);
    const configured = await this.#configure(saved.value);
    if (configured) return this.#say(configured);
    this.isSaved = true;
    if (this.secret) {
      const signedIn = await this.#connections.signIn(this.savedId, this.secret);
      return signedIn.ok ? signedIn.value : this.#say(signedIn.failure);
    }
    const tested = await this.#connections.test(this.savedId);
    return tested.ok ? 'known' : this.#say(tested.failure);
  }

  /** Its name; one that nobody has typed tells two accounts of the same server apart. */
  #nameApart(): string {
    const name = this.name.trim();
    const isTaken = this.#connections.list.some((other) => other.id !== this.savedId && other.name === name);
    return isTaken && !this.before && !this.#isNamed && this.account ? `${name} (${this.account})` : name;
  }

  /** Looks for the company's sign-in of the address, without any password. */
  async look(): Promise<void> {
    await this.understand();
    const { kind, address, understood } = this;
    this.offer = null;
    if (!understood || this.before) return;
    const { proxy, authorities } = this.ways.saved();
    const found = await this.#connections.findCompanySignIn({ kind, address, proxy, authorities });
    if (found.ok && this.address === address) this.offer = found.value.offer;
  }

  /** Saves it as one that is signed in to at the company's provider. Resolves with its id; null when that went wrong. */
  async saveForCompany(): Promise<string | null> {
    const { offer, kind, address } = this;
    if (!offer) return null;
    this.problem = '';
    const { issuer, clientId, scope, audience } = offer;
    const saved = await this.#connections.save({
      kind,
      name: this.name.trim() || this.understood?.suggestedName || address,
      address,
      user: '',
      signIn: { by: 'oidc', issuer, clientId, scope, ...(audience && { audience }) },
      ...this.ways.saved(),
    });
    if (!saved.ok) return this.#say(saved.failure);
    const given = await this.ways.handOver(this.#connections, saved.value.id);
    return given ? this.#say(given) : saved.value.id;
  }

  /** Hands over what is its own, where that has changed. Resolves with what went wrong. */
  async #configure({ id, own = nothingOwn }: ConnectionView): Promise<Failure | null> {
    if (JSON.stringify(own) === JSON.stringify(this.own)) return null;
    const result = await this.#connections.configure(id, this.own);
    return result.ok ? null : result.failure;
  }

  #say(failure: Failure): null {
    this.failure = failure;
    // Sent once more it would be refused once more, and some servers count that.
    if (failure.kind === 'sign-in-refused') this.secret = '';
    const explained = this.before ? explainFailure : explainAtFirst;
    this.problem = inOne(explained({ kind: this.kind, user: this.account }, failure));
    return null;
  }

  /** Takes a new server that never worked out of the list again. Resolves with whether it is gone. */
  async discard(): Promise<boolean> {
    if (!this.isUnproven || this.savedId === undefined) return true;
    const failure = await this.#connections.remove(this.savedId, 'keep');
    if (failure) this.#say(failure);
    else this.savedId = undefined;
    return failure === null;
  }
}
