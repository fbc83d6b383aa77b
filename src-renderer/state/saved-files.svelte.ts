import { SvelteMap } from 'svelte/reactivity';
import type { Presence } from '../../src-shared/history/presence.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import type { AppClient } from '../client.ts';

/** So many files are looked at with one call. */
const atOnce = 200;
/** How long a list must stand still before its files are looked at. Milliseconds. */
const rest = 250;

const placeOf = ({ state }: JobView): string | null =>
  state.is === 'saved' ? `${state.folder}\0${state.fileName}` : null;

/** Where the saved files are that somebody looks at the rows of. */
export class SavedFilesState {
  readonly #client: AppClient;
  readonly #seen = new SvelteMap<string, { place: string; presence: Presence }>();
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(client: AppClient) {
    this.#client = client;
  }

  /** What was last seen of a job's file; null where it has none, or nobody has looked there yet. */
  presenceOf(job: JobView): Presence | null {
    const seen = this.#seen.get(job.id);
    return seen && seen.place === placeOf(job) ? seen.presence : null;
  }

  /** Looks for the files of these rows once no others have come into sight for a moment. */
  watch(jobs: readonly JobView[]): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => void this.look(jobs), rest);
  }

  /** Looks for the files of these jobs now. */
  async look(jobs: readonly JobView[]): Promise<void> {
    const places = new Map<string, string>();
    for (const job of jobs) {
      const place = placeOf(job);
      if (place !== null && places.size < atOnce) places.set(job.id, place);
    }
    if (places.size === 0) return;
    const result = await this.#client.call('jobs.presence', { jobIds: [...places.keys()] });
    if (!result.ok) return;
    for (const { jobId, presence } of result.value.files)
      this.#seen.set(jobId, { place: places.get(jobId)!, presence });
  }
}
