import type { Authority, CertificateFacts } from '../../src-shared/certificate.ts';
import type { CallInput, ConnectionView } from '../../src-shared/contract.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import type { ConnectionsState } from './connections.svelte.ts';

type Save = CallInput<'connections.save'>;

/** How a server is reached, while it is being edited: its proxy, its authority, its client certificate. */
export class WaysDraft {
  proxy = $state<'system' | 'none' | 'own'>('system');
  proxyAddress = $state('');
  proxyUser = $state('');
  proxyPassword = $state('');
  /** Those that are shown; the chosen ones have their certificates. */
  authorities = $state.raw<CertificateFacts[]>([]);
  certificateFile = $state('');
  passphrase = $state('');
  #chosen: Authority[] | null = null;
  #hadCertificate = false;

  /** What is saved, to be changed. */
  take(before: ConnectionView): void {
    const { proxy, authorities = [], clientCertificate } = before;
    this.proxy = proxy?.use ?? 'system';
    if (proxy?.use === 'own') {
      this.proxyAddress = proxy.url;
      this.proxyUser = proxy.user;
    }
    this.authorities = authorities;
    this.certificateFile = clientCertificate?.file ?? '';
    this.#hadCertificate = clientCertificate !== undefined;
  }

  /** Something is other than the system has it. */
  readonly isOwn = $derived(
    this.proxy !== 'system' || this.authorities.length > 0 || this.certificateFile.trim() !== '',
  );
  /** What is typed can be an address of a proxy, or none is needed. */
  readonly isComplete = $derived(this.proxy !== 'own' || this.#proxyUrl() !== null);

  #proxyUrl(): string | null {
    const text = this.proxyAddress.trim();
    const url = URL.parse(text.includes('://') ? text : `http://${text}`);
    const isPlain =
      url && /^https?:$/.test(url.protocol) && url.hostname !== '' && !url.username && !url.password;
    return isPlain ? url.origin : null;
  }

  choose(authorities: Authority[]): void {
    this.#chosen = authorities;
    this.authorities = authorities;
  }

  dropAuthorities(): void {
    this.choose([]);
  }

  /** What is to be saved with the connection. */
  saved(): Pick<Save, 'proxy' | 'authorities' | 'clientCertificate'> {
    const url = this.#proxyUrl();
    const file = this.certificateFile.trim();
    return {
      proxy:
        this.proxy === 'own' && url !== null
          ? { use: 'own', url, user: this.proxyUser.trim() }
          : this.proxy === 'none'
            ? { use: 'none' }
            : null,
      ...(this.#chosen && { authorities: this.#chosen }),
      ...((file !== '' || this.#hadCertificate) && {
        clientCertificate: file === '' ? null : { file },
      }),
    };
  }

  /** Hands over the secrets that were typed. Resolves with what went wrong. */
  async handOver(connections: ConnectionsState, id: string): Promise<Failure | null> {
    const typed = [
      ['proxy', this.proxy === 'own' ? this.proxyPassword : ''],
      ['clientKey', this.certificateFile.trim() === '' ? '' : this.passphrase],
    ] as const;
    for (const [role, secret] of typed) {
      if (secret === '') continue;
      const failure = await connections.giveSecret(id, secret, role);
      if (failure) return failure;
    }
    return null;
  }
}
