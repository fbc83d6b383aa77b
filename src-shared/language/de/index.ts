import type { Catalogue } from '../catalogue.ts';
import type { en } from '../en/index.ts';
import { common } from './common.ts';
import { connections } from './connections.ts';
import { demo } from './demo.ts';
import { desktop } from './desktop.ts';
import { details } from './details.ts';
import { failures } from './failures.ts';
import { findings } from './findings.ts';
import { firstRun } from './firstRun.ts';
import { newDownload } from './newDownload.ts';
import { notices } from './notices.ts';
import { picker } from './picker.ts';
import { queue } from './queue.ts';
import { reasons } from './reasons.ts';
import { receipt } from './receipt.ts';
import { refusals } from './refusals.ts';
import { row } from './row.ts';
import { secrets } from './secrets.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { shortcuts } from './shortcuts.ts';
import { table } from './table.ts';
import { terminal } from './terminal.ts';
import { timeline } from './timeline.ts';
import { units } from './units.ts';
import { usage } from './usage.ts';
import { waiting } from './waiting.ts';

/** All texts in German. */
export const de: Catalogue<typeof en> = {
  common,
  connections,
  demo,
  desktop,
  details,
  failures,
  findings,
  firstRun,
  newDownload,
  notices,
  picker,
  queue,
  reasons,
  receipt,
  refusals,
  row,
  secrets,
  settings,
  shell,
  shortcuts,
  table,
  terminal,
  timeline,
  units,
  usage,
  waiting,
};
