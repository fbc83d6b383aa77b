import { ipcMain } from 'electron';
import type { IpcMainEvent, WebContents, WebFrameMain } from 'electron';
import { serve } from '../../../src-shared/rpc.ts';
import type { Served } from '../../../src-shared/rpc.ts';
import type { Report } from '../../../src-shared/rpc-wire.ts';
import { fits, longestCall } from '../../../src-shared/rpc-wire.ts';
import { toApp, toScreen } from './channels.ts';
import { isOwnAddress } from './protocol.ts';

export interface IpcOptions {
  app: Served;
  /** Whether the page is one of the app's own windows. */
  isKnown: (contents: WebContents) => boolean;
  /** Told of what goes wrong, and once of each reason for which a message was dropped. */
  report: Report;
}

/** A page that is being served: it ends with its document. */
interface ServedPage {
  frame: WebFrameMain;
  receive(text: string): void;
  end(): void;
}

/** Why a message is dropped, or null for one that may come in (the checklist's item 17). */
function fault(event: IpcMainEvent, args: readonly unknown[], isKnown: IpcOptions['isKnown']): string | null {
  const { sender, senderFrame } = event;
  // Null when the frame has gone or navigated since.
  if (!senderFrame) return 'its frame is gone';
  if (!isKnown(sender)) return 'its window is not ours';
  if (senderFrame !== sender.mainFrame || senderFrame.parent) return 'it comes from an inner frame';
  if (!isOwnAddress(senderFrame.url)) return 'it comes from another page';
  if (args.length !== 1 || typeof args[0] !== 'string') return 'it is not one text';
  if (!fits(args[0], longestCall)) return 'it is too long';
  return null;
}

/** Serves one document in a frame. */
function serveFrame(frame: WebFrameMain, { app, report }: IpcOptions): ServedPage {
  let listener: (text: string) => void = () => {};
  let close: () => void = () => {};
  const end = serve(
    {
      send: (text) => {
        if (!frame.isDestroyed() && !frame.detached) frame.send(toScreen, text);
      },
      onMessage: (next) => (listener = next),
      onClose: (next) => (close = next),
      close: () => close(),
    },
    app,
    'window',
    report,
  );
  return { frame, receive: (text) => listener(text), end };
}

/**
 * Serves the contract to the app's own windows over one pair of channels. A page is served from its first message on
 * until its document goes: an answer to an old document never reaches the next one. How many calls may be unanswered
 * at once is `serve`'s affair. Returns what ends it.
 */
export function serveWindows(options: IpcOptions): () => void {
  const pages = new Map<WebContents, ServedPage>();
  const reported = new Set<string>();

  const drop = (reason: string): void => {
    if (reported.has(reason)) return;
    reported.add(reason);
    options.report('ipc', new Error(`A message was dropped: ${reason}.`));
  };

  const begin = (contents: WebContents, frame: WebFrameMain): ServedPage => {
    pages.get(contents)?.end();
    const page = serveFrame(frame, options);
    const end = (): void => {
      page.end();
      if (pages.get(contents) === page) pages.delete(contents);
      contents.off('did-navigate', end);
      contents.off('render-process-gone', end);
      contents.off('destroyed', end);
    };
    contents.on('did-navigate', end);
    contents.on('render-process-gone', end);
    contents.on('destroyed', end);
    pages.set(contents, page);
    return page;
  };

  const receive = (event: IpcMainEvent, ...args: unknown[]): void => {
    const reason = fault(event, args, options.isKnown);
    if (reason !== null) return drop(reason);
    const frame = event.senderFrame!;
    const served = pages.get(event.sender);
    const page = served?.frame === frame ? served : begin(event.sender, frame);
    page.receive(args[0] as string);
  };

  ipcMain.on(toApp, receive);
  return () => {
    ipcMain.off(toApp, receive);
    for (const page of pages.values()) page.end();
    pages.clear();
  };
}
