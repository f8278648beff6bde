/** Whether to colour, decided once: flag or setting > NO_COLOR > FORCE_COLOR > terminal > TERM=dumb (no-color.org, force-color.org). */
export function wantsColour(
  setting: 'auto' | 'on' | 'off',
  environment: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (setting !== 'auto') return setting === 'on';
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  const force = environment['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTerminal && environment['TERM'] !== 'dumb';
}
