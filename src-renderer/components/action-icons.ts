import ArrowUpToLine from '@lucide/svelte/icons/arrow-up-to-line';
import Copy from '@lucide/svelte/icons/copy';
import ExternalLink from '@lucide/svelte/icons/external-link';
import EyeOff from '@lucide/svelte/icons/eye-off';
import FileSearch from '@lucide/svelte/icons/file-search';
import FolderInput from '@lucide/svelte/icons/folder-input';
import FolderOpen from '@lucide/svelte/icons/folder-open';
import Hourglass from '@lucide/svelte/icons/hourglass';
import ListFilter from '@lucide/svelte/icons/list-filter';
import ListX from '@lucide/svelte/icons/list-x';
import LogIn from '@lucide/svelte/icons/log-in';
import Pause from '@lucide/svelte/icons/pause';
import Pencil from '@lucide/svelte/icons/pencil';
import Play from '@lucide/svelte/icons/play';
import Plus from '@lucide/svelte/icons/plus';
import RefreshCw from '@lucide/svelte/icons/refresh-cw';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import X from '@lucide/svelte/icons/x';
import type { Component } from 'svelte';
import type { UserAction } from '../presentation/actions.ts';

const icons = {
  pause: Pause,
  resume: Play,
  cancel: X,
  retry: RotateCcw,
  askAgain: RefreshCw,
  downloadRest: ListFilter,
  again: RefreshCw,
  keepWaiting: Hourglass,
  open: ExternalLink,
  reveal: FolderOpen,
  moveFirst: ArrowUpToLine,
  remove: ListX,
  signIn: LogIn,
  editConnection: Pencil,
  addServer: Plus,
  testConnection: RefreshCw,
  chooseFolder: FolderInput,
  changeRequest: Pencil,
  locate: FileSearch,
  copyPath: Copy,
};

/** The icon of something that can be done about a job. */
export function actionIcon(userAction: UserAction): Component<{ size?: number; strokeWidth?: number }> {
  if (userAction.kind === 'act' && userAction.onlyWatches) return EyeOff;
  return icons[userAction.kind === 'act' ? userAction.action : userAction.kind];
}

/** Whether the icon alone is enough: these are well known. */
export function isPlainIcon(userAction: UserAction): boolean {
  return (
    userAction.kind === 'act' &&
    !userAction.onlyWatches &&
    (userAction.action === 'pause' ||
      userAction.action === 'resume' ||
      userAction.action === 'cancel' ||
      userAction.action === 'moveFirst')
  );
}
