import { t } from '../../../src-shared/language/index.ts';
import type { ConnectionView } from '../../../src-shared/contract.ts';
import type { Failure } from '../../../src-shared/failures/failure.ts';
import { toFailure } from '../../../src-shared/failures/failure.ts';
import type { Session } from './session.ts';

/**
 * Signs in at the company's provider: prints where to go, or what to type on another device, and waits for somebody to do
 * so. Resolves with what went wrong, or null.
 */
export async function signInAtCompany(
  { app, output, signal }: Session,
  { id }: ConnectionView,
  way: 'browser' | 'device',
): Promise<Failure | null> {
  const cancel = (): void => void app.handlers['connections.cancelSignIn']({ id });
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const { address, host, device } = await app.handlers['connections.beginSignIn']({ id, way });
    if (device) output.noted(t('terminal.company.device', { ...device }));
    else output.noted(t('terminal.company.browser', { host, address }));
    const { kept } = await app.handlers['connections.awaitSignIn']({ id });
    output.noted(t(`terminal.company.kept.${kept}`));
    return null;
  } catch (error) {
    signal.throwIfAborted();
    return toFailure(error);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
