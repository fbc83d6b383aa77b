import { expect, test } from 'vitest';
import { QueuePublisher } from '../../src-main/core/queue-publisher.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { queued } from '../fakes/job-rows.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';

const log = { event: () => undefined };

function publisher(view: (id: string) => JobView | null) {
  const clock = new FakeClock();
  const sent: { ids: string[]; removed: string[] }[] = [];
  const stream = new QueuePublisher({ clock, log }, view, ({ jobs, removed }) =>
    sent.push({ ids: jobs.map(({ id }) => id), removed }),
  );
  return { clock, sent, stream };
}

const row = (id: string): JobView => queued({ id, name: id, now: 0 });

test('a row that changed and changed back within a moment is not sent again', async () => {
  const { clock, sent, stream } = publisher(row);
  stream.touch(['a']);
  await clock.advance(200);
  stream.touch(['a']);
  await clock.advance(200);
  expect(sent).toEqual([{ ids: ['a'], removed: [] }]);
});

test('it is sent to whoever was shown the queue in between, where it looked otherwise', async () => {
  let isHidden = false;
  const { clock, sent, stream } = publisher((id) => (isHidden ? null : row(id)));
  stream.touch(['a']);
  await clock.advance(200);
  isHidden = true;
  stream.touch(['a']);
  stream.shown();
  isHidden = false;
  stream.touch(['a']);
  await clock.advance(200);
  expect(sent).toEqual([
    { ids: ['a'], removed: [] },
    { ids: ['a'], removed: [] },
  ]);
});
