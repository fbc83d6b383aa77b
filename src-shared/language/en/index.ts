import { backup } from './backup.ts';
import { common } from './common.ts';
import { comparison } from './comparison.ts';
import { connections } from './connections.ts';
import { demo } from './demo.ts';
import { desktop } from './desktop.ts';
import { details } from './details.ts';
import { failureDetails } from './failureDetails.ts';
import { failures } from './failures.ts';
import { firstRun } from './firstRun.ts';
import { history } from './history.ts';
import { newDownload } from './newDownload.ts';
import { notices } from './notices.ts';
import { picker } from './picker.ts';
import { queue } from './queue.ts';
import { receipt } from './receipt.ts';
import { record } from './record.ts';
import { row } from './row.ts';
import { secrets } from './secrets.ts';
import { secretsFile } from './secretsFile.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { shortcuts } from './shortcuts.ts';
import { startupProblems } from './startupProblems.ts';
import { table } from './table.ts';
import { terminal } from './terminal.ts';
import { timeline } from './timeline.ts';
import { units } from './units.ts';
import { usage } from './usage.ts';
import { validationErrors } from './validationErrors.ts';
import { waiting } from './waiting.ts';

/** All texts in English: what the others are measured by. */
export const en = {
  backup,
  common,
  comparison,
  connections,
  demo,
  desktop,
  details,
  failureDetails,
  failures,
  firstRun,
  history,
  newDownload,
  notices,
  picker,
  queue,
  receipt,
  record,
  row,
  secrets,
  secretsFile,
  settings,
  shell,
  shortcuts,
  startupProblems,
  table,
  terminal,
  timeline,
  units,
  usage,
  validationErrors,
  waiting,
} as const;
