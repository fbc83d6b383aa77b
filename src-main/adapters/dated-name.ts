/**
 * A name for something that is put aside: with the time, and with a number behind that where the name is taken.
 *
 * @param now milliseconds since 1970
 * @param nameWith the name with that mark in it
 */
export function datedName(
  now: number,
  nameWith: (mark: string) => string,
  isTaken: (name: string) => boolean,
): string {
  const time = new Date(now).toISOString().replace(/[:.]/g, '-');
  let name = nameWith(time);
  for (let number = 2; isTaken(name); number += 1) name = nameWith(`${time}-${number}`);
  return name;
}
