import { expect, test, vi } from 'vitest';
import { catchInterruption } from '../../src-main/hosts/cli/interruption.ts';

test('who presses Ctrl+C twice is told what becomes of the rest as well', () => {
  const told = vi.fn();
  const exit = vi.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
  const interruption = catchInterruption(told);
  try {
    process.emit('SIGINT');
    expect(interruption.signal.aborted).toBe(true);
    expect([told, exit].map(({ mock }) => mock.calls)).toEqual([[], []]);
    process.emit('SIGINT');
    expect(told).toHaveBeenCalledBefore(exit);
    expect(exit).toHaveBeenCalledExactlyOnceWith(130);
  } finally {
    interruption.forget();
    exit.mockRestore();
  }
});
