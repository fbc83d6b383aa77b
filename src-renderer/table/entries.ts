import type { JobView } from '../../src-shared/job/job-view.ts';
import type { MonthCount } from '../../src-shared/history/history.ts';
import { isFinal } from '../../src-shared/job/job-states.ts';

/** A line of a list. `key` is its own for as long as it stands for the same thing. */
export type Entry =
  | { is: 'row'; key: string; job: JobView; /** 2 under a group's heading. */ level: 1 | 2 }
  | {
      is: 'group';
      key: string;
      id: string;
      name: string;
      /** Those of its jobs that the list shows, folded or not. */
      jobs: JobView[];
      /** All that there are, also those that the list doesn't show. */
      all: readonly JobView[];
      isFolded: boolean;
    }
  | Section;

/** Stands over what follows it, and can't be chosen: what is over, parted from what isn't, or a month of the history. */
export interface Section {
  is: 'section';
  key: string;
  /** What is under it; of a month's only how many there are is known. */
  jobs: JobView[];
  month?: MonthCount;
}

const rowsMade = [new WeakMap<JobView, Entry>(), new WeakMap<JobView, Entry>()];

/** The line of a job: the same one for as long as the job is the same, so that who shows it needn't look again. */
export function rowOf(job: JobView, level: 1 | 2): Entry {
  const made = rowsMade[level - 1]!;
  let row = made.get(job);
  if (!row) made.set(job, (row = { is: 'row', key: job.id, job, level }));
  return row;
}

/** The key of a group's heading. */
export const groupKey = (id: string): string => `group ${id}`;

/**
 * The lines of a list whose jobs come in this order. The jobs of a group follow its heading, at the place of the first
 * of them; the job that was split into a group is its heading. With `sectionOf`, a line stands above what is over whenever
 * its section is another one; a list of a single section has none. `partsOf` are all jobs of a group.
 */
export function entriesOf(
  jobs: readonly JobView[],
  folded: readonly string[],
  sectionOf: ((job: JobView) => string) | null,
  partsOf: (groupId: string) => readonly JobView[] | undefined = () => undefined,
): Entry[] {
  const groups = new Map<string, JobView[]>();
  for (const job of jobs) {
    if (job.group) groups.set(job.group.id, [...(groups.get(job.group.id) ?? []), job]);
  }
  const entries: Entry[] = [];
  const placed = new Set<string>();
  const sections: Section[] = [];
  for (const job of jobs) {
    if (groups.has(job.id) || (job.group && placed.has(job.group.id))) continue;
    const members = job.group ? (groups.get(job.group.id) ?? [job]) : [job];
    if (sectionOf && members.every(isFinal)) {
      const key = `section ${sectionOf(job)}`;
      let section = sections.at(-1);
      if (section?.key !== key) {
        section = { is: 'section', key, jobs: [] };
        sections.push(section);
        entries.push(section);
      }
      section.jobs.push(...members);
    }
    if (!job.group) {
      entries.push(rowOf(job, 1));
      continue;
    }
    const { id, name } = job.group;
    placed.add(id);
    const isFolded = folded.includes(id);
    entries.push({
      is: 'group',
      key: groupKey(id),
      id,
      name,
      jobs: members,
      all: partsOf(id) ?? members,
      isFolded,
    });
    if (!isFolded) entries.push(...members.map((member) => rowOf(member, 2)));
  }
  return sections.length === 1 && entries[0] === sections[0] ? entries.slice(1) : entries;
}

/** The jobs that a line stands for: its own, or all of its group. */
export function jobsOf(entry: Entry | undefined): JobView[] {
  if (!entry || entry.is === 'section') return [];
  return entry.is === 'row' ? [entry.job] : entry.jobs;
}
