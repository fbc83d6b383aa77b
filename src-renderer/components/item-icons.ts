import Folder from '@lucide/svelte/icons/folder';
import FileText from '@lucide/svelte/icons/file-text';
import Image from '@lucide/svelte/icons/image';
import Film from '@lucide/svelte/icons/film';
import Sheet from '@lucide/svelte/icons/sheet';
import Presentation from '@lucide/svelte/icons/presentation';
import type { Component } from 'svelte';
import type { ServerItem } from '../../src-shared/server-items.ts';

type Icon = Component<{ size?: number; strokeWidth?: number }>;

/** What stands for a kind of document. */
export function iconOf({
  isFolder,
  mimeType,
  name,
}: Pick<ServerItem, 'isFolder' | 'mimeType' | 'name'>): Icon {
  if (isFolder) return Folder;
  if (mimeType.startsWith('image/')) return Image;
  if (mimeType.startsWith('video/')) return Film;
  if (/spreadsheet|excel|csv/.test(mimeType) || /\.(xlsx?|csv|ods)$/i.test(name)) return Sheet;
  if (/presentation|powerpoint/.test(mimeType)) return Presentation;
  return FileText;
}
