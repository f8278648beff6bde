const PLAIN: Readonly<Record<string, string>> = {
  '·': '-',
  '…': '...',
  '–': '-',
  '—': '-',
  '’': "'",
  '✔': '*',
  '✖': 'x',
  '→': '->',
  '×': 'x',
};
const DRAWN = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'gu');

/** Our own signs, for terminals that draw ASCII only. */
export const asciiOf = (text: string): string => text.replace(DRAWN, (sign) => PLAIN[sign] as string);
