import { t } from '../../src-shared/language/index.ts';
import type { KeptIn } from '../../src-shared/connection.ts';
import type { CallInput, CallOutput, ConnectionView, Result } from '../../src-shared/contract.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import { kindOf } from '../../src-shared/kinds/kind-table.ts';
import type { AppClient } from '../client.ts';
import { secretName } from '../presentation/server-words.ts';
import { connectionHere } from './own-names.ts';
import type { UiState } from './ui.svelte.ts';
import { loadWhenLinked } from './load-when-linked.ts';

export type DemoExample = CallOutput<'connections.addDemo'>['examples'][number];

/** What a server has of its own, other than the settings say. */
export type OwnSettings = NonNullable<ConnectionView['own']>;

/** The servers that Ferry knows, and how each is doing. */
export class ConnectionsState {
  list = $state.raw<ConnectionView[]>([]);
  loaded = $state(false);
  /** What the demo server suggests to ask for, biggest first; empty until it was asked. */
  examples = $state.raw<DemoExample[]>([]);
  /** Those that wait for a sign-in. */
  readonly signedOut = $derived(this.list.filter((connection) => connection.state.is === 'needsSignIn'));
  readonly #client: AppClient;
  readonly #ui: UiState;
  /** Raised by every event: an answer that was asked for before it is older than what it brought. */
  #edition = 0;

  constructor(client: AppClient, ui: UiState) {
    this.#client = client;
    this.#ui = ui;
    client.on('connections.changed', ({ connections }) => {
      this.#edition += 1;
      this.#replace(connections);
    });
    loadWhenLinked(client, () => this.#load());
  }

  find(id: string): ConnectionView | undefined {
    return this.list.find((connection) => connection.id === id);
  }

  understand(
    input: CallInput<'connections.understand'>,
  ): Promise<Result<CallOutput<'connections.understand'>>> {
    return this.#client.call('connections.understand', input);
  }

  async save(input: CallInput<'connections.save'>): Promise<Result<ConnectionView>> {
    const edition = this.#edition;
    const result = await this.#client.call('connections.save', input);
    if (!result.ok) return result;
    const { connection } = result.value;
    if (this.find(connection.id) === undefined) this.#replace([...this.list, connection]);
    else if (edition === this.#edition)
      this.#replace(this.list.map((other) => (other.id === connection.id ? connection : other)));
    return { ok: true, value: connection };
  }

  /** Saves one of them with something changed. */
  change(
    { id, kind, name, baseUrl: address, tenant, user }: ConnectionView,
    changed: Partial<CallInput<'connections.save'>>,
  ): Promise<Result<ConnectionView>> {
    return this.save({ id, kind, name, address, tenant, user, ...changed });
  }

  /** Changes what is other for one of them than the settings say. */
  async configure(id: string, own: OwnSettings): Promise<Result<ConnectionView>> {
    const result = await this.#client.call('connections.configure', { id, own });
    if (!result.ok) return result;
    const { connection } = result.value;
    this.#replace(this.list.map((other) => (other.id === id ? connection : other)));
    return { ok: true, value: connection };
  }

  /** What the user calls a kind of export; empty takes that back. */
  async nameExport(id: string, downloadType: string, name: string): Promise<Failure | null> {
    const result = await this.#client.call('connections.nameExport', { id, downloadType, name });
    if (!result.ok) return result.failure;
    const { connection } = result.value;
    this.#replace(this.list.map((other) => (other.id === id ? connection : other)));
    return null;
  }

  /** Hands a password or token over, then looks whether it is good. Resolves with where it is kept. */
  async signIn(id: string, secret: string): Promise<Result<KeptIn>> {
    const given = await this.#client.call('connections.setSecret', { id, secret });
    if (!given.ok) return given;
    const tested = await this.#client.call('connections.test', { id });
    return tested.ok ? { ok: true, value: given.value.kept } : tested;
  }

  /** Hands over another secret than the one for signing in. Resolves with what went wrong. */
  async giveSecret(id: string, secret: string, role: 'proxy' | 'clientKey'): Promise<Failure | null> {
    const given = await this.#client.call('connections.setSecret', { id, secret, role });
    return given.ok ? null : given.failure;
  }

  readAuthorities(file: string): Promise<Result<CallOutput<'connections.readAuthorities'>>> {
    return this.#client.call('connections.readAuthorities', { file });
  }

  findCompanySignIn(
    input: CallInput<'connections.findSignIn'>,
  ): Promise<Result<CallOutput<'connections.findSignIn'>>> {
    return this.#client.call('connections.findSignIn', input);
  }

  beginCompanySignIn(
    id: string,
    way: 'browser' | 'device',
  ): Promise<Result<CallOutput<'connections.beginSignIn'>>> {
    return this.#client.call('connections.beginSignIn', { id, way });
  }

  awaitCompanySignIn(id: string): Promise<Result<CallOutput<'connections.awaitSignIn'>>> {
    return this.#client.call('connections.awaitSignIn', { id });
  }

  async cancelCompanySignIn(id: string): Promise<void> {
    await this.#client.call('connections.cancelSignIn', { id });
  }

  /** Opens the page of a sign-in: by the host, or where that has no way to, by this browser itself. */
  async showCompanySignIn(id: string, address: string): Promise<void> {
    const shown = await this.#client.call('connections.showSignIn', { id });
    if (!shown.ok) window.open(address, '_blank', 'noopener,noreferrer');
  }

  /** Opens a server's page, or that of what a job asked it for: by the host, or by this browser itself. */
  async openPage(id: string, jobId: string | null = null): Promise<void> {
    const page = await this.#client.call('connections.openPage', { id, jobId });
    if (!page.ok) return this.#ui.reportFailure(page.failure, this.find(id));
    if (!page.value.isOpen) window.open(page.value.address, '_blank', 'noopener,noreferrer');
  }

  test(id: string): Promise<Result<CallOutput<'connections.test'>>> {
    return this.#client.call('connections.test', { id });
  }

  /** Looks at the server now and says what came of it. */
  async testAloud(id: string): Promise<void> {
    const connection = this.find(id);
    const name = connection?.name ?? t('connections.unnamed');
    const result = await this.test(id);
    if (!result.ok) return this.#ui.reportFailure(result.failure, connection);
    this.#ui.notify(this.#answerWords(name, connection, result.value.info), 'good');
  }

  #answerWords(
    name: string,
    connection: ConnectionView | undefined,
    { account, version }: CallOutput<'connections.test'>['info'],
  ): string {
    if (connection && !kindOf(connection.kind).hasUsers)
      return t(`secrets.${secretName(connection)}.taken`, { name });
    return version
      ? t('connections.answersVersion', { name, version, account })
      : t('connections.answers', { name, account });
  }

  async remove(id: string, jobs: 'cancel' | 'keep'): Promise<Failure | null> {
    const result = await this.#client.call('connections.remove', { id, jobs });
    if (!result.ok) return result.failure;
    this.#replace(this.list.filter((connection) => connection.id !== id));
    return null;
  }

  /** Starts the demo server, or finds it running. Null when it failed, which is said unless `quietly`. */
  async addDemo(quietly = false): Promise<ConnectionView | null> {
    const result = await this.#client.call('connections.addDemo', {});
    if (!result.ok) {
      if (!quietly) this.#ui.reportFailure(result.failure);
      return null;
    }
    this.examples = result.value.examples;
    const { connection } = result.value;
    if (this.find(connection.id) === undefined) this.#replace([...this.list, connection]);
    return connection;
  }

  async #load(): Promise<boolean> {
    const edition = this.#edition;
    const result = await this.#client.call('connections.list', {});
    if (result.ok && edition === this.#edition) this.#replace(result.value.connections);
    return result.ok;
  }

  #replace(connections: ConnectionView[]): void {
    for (const { id, state } of this.list) {
      const now = connections.find((connection) => connection.id === id);
      if (!now || (now.state.is === 'ok' && state.is !== 'ok')) this.#ui.takeBack(id);
    }
    this.list = connections.map(connectionHere);
    this.loaded = true;
  }
}
