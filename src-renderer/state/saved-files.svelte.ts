import { SvelteMap } from 'svelte/reactivity';
import { isAbsent } from '../presentation/absent-file.ts';
import type { FileCheck, Presence } from '../../src-shared/history/presence.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import type { AppClient } from '../client.ts';

/** So many files are looked at with one call. */
const atOnce = 200;
/** How long a list must stand still before its files are looked at. Milliseconds. */
const rest = 250;

/** Where a job's file was saved; null for one that has none. */
const placeOf = ({ id, state }: JobView): { jobId: string; place: string } | null =>
  state.is === 'saved' ? { jobId: id, place: `${state.folder}\0${state.fileName}` } : null;

/** Where the saved files are that somebody looks at the rows of. */
export class SavedFilesState {
  readonly #client: AppClient;
  readonly #seen = new SvelteMap<string, { place: string; presence: Presence }>();
  /** What reading some of them has shown to be changed: a look doesn't tell. */
  readonly #read = new SvelteMap<string, { place: string; size: number }>();
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(client: AppClient) {
    this.#client = client;
  }

  /** What was last seen of a job's file; null where it has none, or nobody has looked there yet. */
  presenceOf(job: JobView): Presence | null {
    const place = placeOf(job)?.place;
    const [seen, read] = [this.#seen.get(job.id), this.#read.get(job.id)];
    if (!seen || seen.place !== place) return null;
    const { presence } = seen;
    return read?.place === place && !isAbsent(presence) ? { is: 'changed', size: read.size } : presence;
  }

  /** A job's file was read: it is whole, or has changed and has so many bytes. */
  note(job: JobView, check: FileCheck): void {
    const place = placeOf(job)?.place;
    if (check.is === 'whole' || place === undefined) this.#read.delete(job.id);
    else this.#read.set(job.id, { place, size: check.size });
  }

  /** Looks for the files of these rows once no others have come into sight for a moment. */
  watch(jobs: readonly JobView[]): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => void this.look(jobs), rest);
  }

  /** Looks for the files of these jobs now. */
  async look(jobs: readonly JobView[]): Promise<void> {
    const places = jobs.flatMap((job) => placeOf(job) ?? []).slice(0, atOnce);
    if (places.length === 0) return;
    const result = await this.#client.call('jobs.presence', { jobIds: places.map(({ jobId }) => jobId) });
    if (!result.ok) return;
    for (const { jobId, presence } of result.value.files) {
      const place = places.find((asked) => asked.jobId === jobId)?.place;
      if (place !== undefined) this.#seen.set(jobId, { place, presence });
    }
  }
}
