import ArrowUpToLine from '@lucide/svelte/icons/arrow-up-to-line';
import ExternalLink from '@lucide/svelte/icons/external-link';
import EyeOff from '@lucide/svelte/icons/eye-off';
import FolderInput from '@lucide/svelte/icons/folder-input';
import FolderOpen from '@lucide/svelte/icons/folder-open';
import Hourglass from '@lucide/svelte/icons/hourglass';
import ListX from '@lucide/svelte/icons/list-x';
import LogIn from '@lucide/svelte/icons/log-in';
import Pause from '@lucide/svelte/icons/pause';
import Pencil from '@lucide/svelte/icons/pencil';
import Play from '@lucide/svelte/icons/play';
import RefreshCw from '@lucide/svelte/icons/refresh-cw';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import X from '@lucide/svelte/icons/x';
import type { Component } from 'svelte';
import type { Offer } from '../words/offers.ts';

const icons = {
  pause: Pause,
  resume: Play,
  cancel: X,
  retry: RotateCcw,
  askAgain: RefreshCw,
  again: RefreshCw,
  keepWaiting: Hourglass,
  open: ExternalLink,
  reveal: FolderOpen,
  moveFirst: ArrowUpToLine,
  remove: ListX,
  signIn: LogIn,
  editConnection: Pencil,
  testConnection: RefreshCw,
  chooseFolder: FolderInput,
  changeRequest: Pencil,
};

/** The icon of something that can be done about a job. */
export function offerIcon(offer: Offer): Component<{ size?: number; strokeWidth?: number }> {
  if (offer.kind === 'act' && offer.onlyWatches) return EyeOff;
  return icons[offer.kind === 'act' ? offer.action : offer.kind];
}

/** Whether the icon alone says it: everybody knows these. */
export function isPlainIcon(offer: Offer): boolean {
  return (
    offer.kind === 'act' &&
    !offer.onlyWatches &&
    (offer.action === 'pause' ||
      offer.action === 'resume' ||
      offer.action === 'cancel' ||
      offer.action === 'moveFirst')
  );
}
