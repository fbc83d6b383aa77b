import type { KnownEntry } from '../../src-shared/job/timeline-detail.ts';
import type { AppClient } from '../client.ts';

/** The timeline of the one job that the details are about. */
export class TimelineState {
  entries = $state.raw<KnownEntry[]>([]);
  readonly #client: AppClient;
  #jobId: string | null = null;
  #asked = 0;

  constructor(client: AppClient) {
    this.#client = client;
  }

  /** The entries of a job, as far as they are here. */
  of(jobId: string): readonly KnownEntry[] {
    const { entries } = this;
    return jobId === this.#jobId ? entries : [];
  }

  /** Fetches it; call again whenever the job has changed. What is shown of the same job stays until the answer is there. */
  async show(jobId: string): Promise<void> {
    if (jobId !== this.#jobId) this.entries = [];
    this.#jobId = jobId;
    this.#asked += 1;
    const mine = this.#asked;
    const result = await this.#client.call('jobs.timeline', { jobId });
    if (mine === this.#asked && result.ok) this.entries = result.value.entries;
  }
}
