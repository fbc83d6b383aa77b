import { contextBridge, ipcRenderer } from 'electron';
import { toApp, toScreen } from './channels.ts';

/*
 * All that the page gets of Electron: two functions for text. It never sees a channel, an event or `ipcRenderer`
 * (https://www.electronjs.org/docs/latest/tutorial/security, item 20). Built to one CommonJS file, since a sandboxed
 * preload can neither import nor require files.
 */
let listener: ((text: string) => void) | null = null;

ipcRenderer.on(toScreen, (_event, text: unknown) => {
  if (typeof text === 'string') listener?.(text);
});

contextBridge.exposeInMainWorld('ferry', {
  send: (text: unknown) => {
    if (typeof text === 'string') ipcRenderer.send(toApp, text);
  },
  onMessage: (next: unknown) => {
    if (typeof next === 'function') listener = next as (text: string) => void;
  },
});
