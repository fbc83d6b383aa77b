import { expect, pauseHalfWay, rows, test } from './fixtures.ts';

test(
  'the progress of a paused download is still shown after a restart',
  { tag: '@hosts' },
  async ({ page, ferry, alfresco, expectedNoise }) => {
    expectedNoise.push(/WebSocket|ERR_CONNECTION_REFUSED|Failed to load resource/);
    await pauseHalfWay(page, alfresco);
    await ferry.stop();
    const next = await ferry.start();
    await expect(rows(next).first()).toContainText('Paused');
    await expect(rows(next).first()).toContainText(/[1-9][\d.]* [KM]B of [\d.]+ MB/);
    await expect(rows(next).first().getByRole('progressbar')).toHaveAttribute('aria-valuenow', /^[1-9]/);
  },
);
