import type { CDPSession } from 'playwright-core';
import type { OpenBrowser } from './browser.ts';

/** Of a trace as Chromium writes it: its Trace Event Format, of the fields that are read here. Times in microseconds. */
interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Processor time of the thread meanwhile. */
  tdur?: number;
}

/** Traces what the browser's threads do; the returned function ends it. Every thread tells its tasks, and no more. */
async function trace(session: CDPSession): Promise<() => Promise<TraceEvent[]>> {
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel'], excludedCategories: ['*'] },
  });
  return async () => {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await complete;
    return events;
  };
}

/**
 * Milliseconds of processor time of the longest task that a process's main thread does while something is done: what a
 * task takes where nobody else wants the processor.
 */
export async function longestWorkDuring(
  { context }: OpenBrowser,
  processId: number,
  work: () => Promise<void>,
): Promise<number> {
  const browser = context.browser();
  if (!browser) throw new Error('The browser is gone.');
  const session = await browser.newBrowserCDPSession();
  const end = await trace(session);
  await work();
  let longest = 0;
  for (const { name, pid, tid, tdur = 0 } of await end()) {
    // On Linux a process's main thread has its number.
    if (name.endsWith('RunTask') && pid === processId && tid === processId) longest = Math.max(longest, tdur);
  }
  await session.detach();
  return longest / 1000;
}
