import { foldText } from '../../src-shared/fold-text.ts';

/** A stretch of a text, and whether a search found it. */
export interface TextPiece {
  text: string;
  isMarked: boolean;
}

/** A text in pieces at the words that a search found in it, whatever their case and accents. `words` are folded. */
export function markedPieces(text: string, words: readonly string[]): TextPiece[] {
  const whole = foldText(text);
  // Most texts of a row: taking them apart with each key would fill the page's memory.
  if (!words.some((word) => whole.includes(word))) return [{ text, isMarked: false }];
  const letters = [...text];
  // A letter may fold to several (`ß`), or to none (an accent of its own).
  const owners: number[] = [];
  let folded = '';
  letters.forEach((letter, index) => {
    const shape = foldText(letter);
    owners.push(...Array.from({ length: shape.length }, () => index));
    folded += shape;
  });
  const isMarked = letters.map(() => false);
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length))
      for (let unit = at; unit < at + word.length; unit += 1) isMarked[owners[unit]!] = true;
  }
  const pieces: TextPiece[] = [];
  letters.forEach((letter, index) => {
    const last = pieces.at(-1);
    const isAccent = index > 0 && foldText(letter) === '';
    const marked = isAccent ? last!.isMarked : isMarked[index]!;
    if (last?.isMarked === marked) last.text += letter;
    else pieces.push({ text: letter, isMarked: marked });
  });
  return pieces;
}
