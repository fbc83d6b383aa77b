/**
 * How the two sides of a door know each other: each asks with 32 random bytes, and each answers with an HMAC-SHA-256 of
 * both questions under the secret that only who has read the note knows (as in ISO/IEC 9798-4, mutual, three passes).
 * The side is part of what is signed, so that nobody's own answer can be sent back to him. Nothing else is said before.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Lines } from './lines.ts';

/** Characters of the longest line of a proof. */
export const longestProof = 200;

const newQuestion = (): string => randomBytes(32).toString('hex');
const isQuestion = (text: string | null): text is string => text !== null && /^[0-9a-f]{64}$/.test(text);

function answerOf(side: 'holder' | 'visitor', secret: string, questions: readonly string[]): string {
  return createHmac('sha256', Buffer.from(secret, 'hex'))
    .update([side, ...questions].join(' '))
    .digest('hex');
}

function isAnswer(offered: string | undefined | null, expected: string): boolean {
  const [one, other] = [Buffer.from(offered ?? ''), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** The holder's last word before the contract: the visitor says nothing until it is ready for him. */
const welcome = 'welcome';

/** Resolves with whether the visitor has proven himself. */
export async function proveAsHolder(lines: Lines, secret: string): Promise<boolean> {
  const theirs = await lines.next();
  if (!isQuestion(theirs)) return false;
  const questions = [theirs, newQuestion()];
  lines.send(`${questions[1]} ${answerOf('holder', secret, questions)}`);
  if (!isAnswer(await lines.next(), answerOf('visitor', secret, questions))) return false;
  lines.send(welcome);
  return true;
}

/** Resolves with whether the holder has proven himself; only then is he answered. */
export async function proveAsVisitor(lines: Lines, secret: string): Promise<boolean> {
  const own = newQuestion();
  lines.send(own);
  const [theirs = null, answer] = (await lines.next())?.split(' ') ?? [];
  if (!isQuestion(theirs)) return false;
  const questions = [own, theirs];
  if (!isAnswer(answer, answerOf('holder', secret, questions))) return false;
  lines.send(answerOf('visitor', secret, questions));
  return (await lines.next()) === welcome;
}
