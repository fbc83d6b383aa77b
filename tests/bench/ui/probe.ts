import type { Page } from 'playwright-core';

/** Lives in the page and watches it. */
interface Probe {
  /** Durations of tasks of 50 ms and more, in milliseconds, since they were last asked for. */
  longTasks: number[];
  /** Timestamps of the frames since the watch began; empty while nobody watches. */
  frames: number[];
  isWatching: boolean;
  /** Milliseconds from the last key until its rows were painted. */
  answer: Promise<number>;
}

/** What the page has of a browser, as far as the functions below use it; they run in there. */
declare const window: {
  benchProbe: Probe;
  addEventListener(
    type: 'keydown' | 'wheel',
    listener: (event: { timeStamp: number }) => void,
    options: { capture: true; once: true },
  ): void;
};
declare const document: {
  body: { append(element: PageElement): void };
  createElement(name: string): PageElement;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
};
declare const PerformanceObserver: new (
  listener: (list: { getEntries(): { duration: number }[] }) => void,
) => { observe(options: { type: 'longtask'; buffered: boolean }): void };
declare function requestAnimationFrame(run: (at: number) => void): number;
interface PageElement {
  textContent: string;
  style: Record<string, string>;
  remove(): void;
}

/** Runs in the page before its first script. */
function install(): void {
  const probe: Probe = { longTasks: [], frames: [], isWatching: false, answer: Promise.resolve(0) };
  window.benchProbe = probe;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) probe.longTasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
}

/** Starts to watch long tasks; before the page is opened. */
export async function installProbe(page: Page): Promise<void> {
  await page.addInitScript(install);
}

/** Milliseconds of each long task since this was asked last. */
export async function takeLongTasks(page: Page): Promise<number[]> {
  return page.evaluate(() => window.benchProbe.longTasks.splice(0));
}

/** Counts frames. A dot changes with each, so that there is one to draw even where nothing else moves. */
export async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const probe = window.benchProbe;
    const dot = document.createElement('div');
    Object.assign(dot.style, { position: 'fixed', right: '0', bottom: '0', width: '2px', height: '2px' });
    document.body.append(dot);
    probe.frames = [];
    probe.isWatching = true;
    const next = (at: number): void => {
      probe.frames.push(at);
      dot.style.background = probe.frames.length % 2 ? 'gray' : 'silver';
      if (probe.isWatching) requestAnimationFrame(next);
      else dot.remove();
    };
    requestAnimationFrame(next);
  });
}

/** Timestamps of all frames since the watch began, in milliseconds; ends the watch. */
export async function takeFrames(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    window.benchProbe.isWatching = false;
    return window.benchProbe.frames;
  });
}

/**
 * Waits in the page for the next key, and then for the frame in which the list shows one row alone, with that text. `answerTime` resolves with the time between.
 */
export async function expectAnswer(page: Page, row: string, text: string): Promise<void> {
  await page.evaluate(
    ([row, text]) => {
      window.benchProbe.answer = new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error(`The list never showed ${text} alone.`)), 10_000);
        window.addEventListener(
          'keydown',
          ({ timeStamp }) => {
            const look = (): void => {
              const rows = document.querySelectorAll(row);
              const isThere = rows.length === 1 && rows[0]?.textContent.includes(text);
              if (!isThere) return void requestAnimationFrame(look);
              // The same task paints what it found: the next one begins after that.
              setTimeout(() => resolve(performance.now() - timeStamp));
            };
            requestAnimationFrame(look);
          },
          { capture: true, once: true },
        );
      });
    },
    [row, text] as const,
  );
}

/**
 * Waits in the page for the next key, or the wheel's next turn, and then for the frame in which the dialog's list shows a
 * row of that place with that text. `answerTime` resolves with the time between.
 */
export async function expectRow(
  page: Page,
  by: 'keydown' | 'wheel',
  index: number,
  text: string,
): Promise<void> {
  await page.evaluate(
    ([by, index, text]) => {
      window.benchProbe.answer = new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error(`The list never showed row ${index}.`)), 30_000);
        window.addEventListener(
          by,
          ({ timeStamp }) => {
            const look = (): void => {
              const row = document.querySelectorAll(`[role=dialog] [role=row][data-index="${index}"]`)[0];
              const isThere = row?.textContent.includes(text) && row.textContent.trim() !== '';
              if (!isThere) return void requestAnimationFrame(look);
              setTimeout(() => resolve(performance.now() - timeStamp));
            };
            requestAnimationFrame(look);
          },
          { capture: true, once: true },
        );
      });
    },
    [by, index, text] as const,
  );
}

/** Milliseconds between the key and its answer on the screen. */
export async function answerTime(page: Page): Promise<number> {
  return page.evaluate(() => window.benchProbe.answer);
}
