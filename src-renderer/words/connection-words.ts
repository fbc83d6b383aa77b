import type { ConnectionView } from '../../src-shared/contract.ts';
import { explain } from '../../src-shared/failure.ts';

/** How a server is doing, as a colour and in words. */
export function healthOf({ state }: ConnectionView): {
  tone: 'good' | 'warning' | 'bad' | 'quiet';
  text: string;
} {
  switch (state.is) {
    case 'ok':
      return { tone: 'good', text: 'works' };
    case 'unknown':
      return { tone: 'quiet', text: 'not looked at yet' };
    case 'needsSignIn':
      return { tone: 'warning', text: 'needs you to sign in' };
    case 'unreachable':
      return { tone: 'bad', text: 'can’t be reached' };
    case 'untrusted':
      return { tone: 'bad', text: 'its certificate can’t be trusted' };
    case 'unsupported':
      return { tone: 'bad', text: explain(state.failure).what };
  }
}

/** Where a password will be kept, where that isn't what one would think. */
export function secretWords({ secret }: Pick<ConnectionView, 'secret'>): string {
  switch (secret) {
    case 'run':
    case 'unavailable':
      return 'This computer has no safe place for passwords that Ferry can use, so it is kept until Ferry ends.';
    case 'locked':
      return 'The keychain of this computer is locked.';
    case 'keychain':
    case 'absent':
      return '';
  }
}
