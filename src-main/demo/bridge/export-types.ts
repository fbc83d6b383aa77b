import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { numbersFrom } from '../alfresco/seed.ts';

/** A kind of export. *Assumed*, all of them: no value of `download_type` is public. */
export interface ExportType {
  type: string;
  /** The file's name as the file store tells it. */
  fileName: string;
  contentType: string;
  about: string;
  /** Whether only administrators may ask for it. */
  isGuarded: boolean;
}

/** What the demo Bridge can export, smallest first. */
export const exportTypes: readonly ExportType[] = [
  {
    type: 'user_export',
    fileName: 'users.csv',
    contentType: 'text/csv',
    about: 'Every learner, as one table',
    isGuarded: false,
  },
  {
    type: 'course_enrollments',
    fileName: 'Enrolments – spring “2026”.csv',
    contentType: 'text/csv',
    about: 'A table whose name has signs of its own',
    isGuarded: false,
  },
  {
    type: 'learner_transcripts',
    fileName: 'transcripts.zip',
    contentType: 'application/zip',
    about: 'A zip with a table for each course',
    isGuarded: false,
  },
  {
    type: 'all_data',
    fileName: 'bridge-data.zip',
    contentType: 'application/zip',
    about: 'Everything in one large zip',
    isGuarded: false,
  },
  {
    type: 'audit_log',
    fileName: 'audit.csv',
    contentType: 'text/csv',
    about: 'For administrators only: other tokens are refused',
    isGuarded: true,
  },
];

const firstNames = ['Ada', 'Ben', 'Chloé', 'Dmitri', 'Eszter', 'Fatima', 'Gül', 'Hiro', 'Inés', 'Jürgen'];
const lastNames = [
  'Ångström',
  'Bell',
  'Curie',
  'Dürer',
  'Euler',
  'Fermi',
  'Gauss',
  'Hopper',
  '井上',
  'Joule',
];
const courses = ['Fire safety', 'Forklift refresher', 'Data protection', 'First aid', 'Working at height'];
/** So that the same seed gives the same bytes on any day. */
const written = new Date(Date.UTC(2026, 0, 1));

/** A table of so many rows that depends on seed and label alone. */
function table(seed: string, label: string, rows: number): Buffer {
  const next = numbersFrom(seed, label);
  const pick = (list: readonly string[]): string => list[Math.floor(next() * list.length)] ?? '';
  const lines = ['id,name,course,progress,completed_at'];
  for (let row = 1; row <= rows; row += 1) {
    const day = new Date(Date.UTC(2026, 0, 1 + Math.floor(next() * 300))).toISOString().slice(0, 10);
    lines.push(
      `${row},"${pick(lastNames)}, ${pick(firstNames)}",${pick(courses)},${Math.floor(next() * 101)},${day}`,
    );
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n`);
}

async function zipOf(tables: [name: string, bytes: Buffer][], compress: boolean): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, bytes] of tables) zip.addBuffer(bytes, name, { mtime: written, compress });
  zip.end();
  return buffer(zip.outputStream);
}

/** The bytes of an export, the same for the same seed. */
export async function exportContent(type: string, seed: string, rows: number): Promise<Buffer> {
  switch (type) {
    case 'learner_transcripts': {
      const each = Math.ceil(rows / courses.length);
      return zipOf(
        courses.map((course) => [`${course}.csv`, table(seed, course, each)]),
        true,
      );
    }
    case 'all_data': {
      const names = [
        'users',
        'groups',
        'enrollments',
        'programs',
        'tasks',
        'live_courses',
        'roles',
        'audits',
      ];
      // Stored as it is, so that it is as large as an export of everything should be.
      return zipOf(
        names.map((name) => [`${name}.csv`, table(seed, name, rows * 4)]),
        false,
      );
    }
    default:
      return table(seed, type, rows);
  }
}
