import type { Page } from 'playwright-core';
import { historyName, queueName } from './app.ts';
import { answerTime, expectAnswer } from './probe.ts';
import { clearSearch, row, showHistory, showQueue, typeSearch } from './screen.ts';

/** Milliseconds from a key to its rows on the screen, of each search. */
export interface SearchFigures {
  queue: number[];
  history: number[];
}

const tries = 20;

/** Types a number but for its last digit, and measures from that digit on: it leaves one row. */
async function search(page: Page, word: string, number: string, found: string): Promise<number> {
  await typeSearch(page, `${word} ${number.slice(0, -1)}`);
  await page.waitForTimeout(400);
  await expectAnswer(page, row, found);
  await page.keyboard.press(number.slice(-1));
  const time = await answerTime(page);
  await clearSearch(page);
  await page.waitForTimeout(200);
  return time;
}

/** Searches the queue and the history over and over, each time for something else. */
export async function measureSearches(page: Page): Promise<SearchFigures> {
  const figures: SearchFigures = { queue: [], history: [] };
  await showQueue(page);
  for (let index = 0; index < tries; index += 1) {
    const number = 101 + index * 19;
    figures.queue.push(await search(page, 'contract', `${number}`, queueName(number)));
  }
  await showHistory(page, true);
  for (let index = 0; index < tries; index += 1) {
    const number = 1013 + index * 449;
    figures.history.push(await search(page, 'minutes', `${number}`, historyName(number)));
  }
  await showQueue(page);
  return figures;
}
