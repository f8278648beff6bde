import { execa } from 'execa';

export interface ClipboardPlace {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

type Program = readonly [name: string, ...args: string[]];

/** Programs that put their stdin on the clipboard, the likeliest first. */
export function clipboardPrograms({ platform, environment }: ClipboardPlace): readonly Program[] {
  if (platform === 'darwin') return [['pbcopy']];
  if (platform === 'win32') return [['clip']];
  const programs: Program[] = [];
  if (environment['WAYLAND_DISPLAY'] !== undefined) programs.push(['wl-copy']);
  if (environment['DISPLAY'] !== undefined) programs.push(['xclip', '-selection', 'clipboard'], ['xsel', '--clipboard', '--input']);
  if (environment['WSL_DISTRO_NAME'] !== undefined) programs.push(['clip.exe']);
  return programs;
}

/** Gives the text to the first program that takes it; its name, or `undefined`. The text goes by stdin: arguments are visible to others. */
export async function copyByProgram(text: string, programs: readonly Program[], ending: AbortSignal): Promise<string | undefined> {
  for (const [name, ...args] of programs) {
    // xclip stays in the background to hold the clipboard; with a pipe to its output we would wait for it.
    const { failed } = await execa(name, args, {
      input: text,
      stdout: 'ignore',
      stderr: 'ignore',
      timeout: 3_000,
      cancelSignal: ending,
      reject: false,
    });
    if (!failed) return name;
  }
  return undefined;
}

/** OSC 52: asks the terminal itself, also over ssh. Whether it does is its setting; it does not answer. */
export const copySequence = (text: string): string => `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;
