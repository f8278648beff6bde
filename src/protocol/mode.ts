/** How a room is encrypted; it stands in the link, so no relay can lower it. */
export type Mode = 'mls' | 'shared-key' | 'none';

const LETTERS = { mls: '1', 'shared-key': 'L', none: '0' } as const;

export const modeLetter = (mode: Mode): string => LETTERS[mode];

export function modeOfLetter(letter: string): Mode | undefined {
  return (Object.keys(LETTERS) as Mode[]).find((mode) => LETTERS[mode] === letter);
}
