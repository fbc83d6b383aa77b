import type { Catalogue } from '../catalogue.ts';
import type { screenTexts as source } from '../en/screen.ts';
import { backup } from './backup.ts';
import { common } from './common.ts';
import { comparison } from './comparison.ts';
import { connections } from './connections.ts';
import { demo } from './demo.ts';
import { details } from './details.ts';
import { failureDetails } from './failureDetails.ts';
import { failures } from './failures.ts';
import { firstRun } from './firstRun.ts';
import { history } from './history.ts';
import { newDownload } from './newDownload.ts';
import { notices } from './notices.ts';
import { picker } from './picker.ts';
import { queue } from './queue.ts';
import { record } from './record.ts';
import { row } from './row.ts';
import { secrets } from './secrets.ts';
import { secretsFile } from './secretsFile.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { shortcuts } from './shortcuts.ts';
import { startupProblems } from './startupProblems.ts';
import { table } from './table.ts';
import { timeline } from './timeline.ts';
import { units } from './units.ts';
import { validationErrors } from './validationErrors.ts';
import { waiting } from './waiting.ts';

/** What screens say in German. */
export const screenTexts: Catalogue<typeof source> = {
  backup,
  common,
  comparison,
  connections,
  demo,
  details,
  failureDetails,
  failures,
  firstRun,
  history,
  newDownload,
  notices,
  picker,
  queue,
  record,
  row,
  secrets,
  secretsFile,
  settings,
  shell,
  shortcuts,
  startupProblems,
  table,
  timeline,
  units,
  validationErrors,
  waiting,
};
