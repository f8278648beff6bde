import { describe, expect, test } from 'vitest';

interface Screen {
  readonly rows: readonly (readonly { readonly text: string }[])[];
  write(text: string): void;
}

const lib = new URL('../../../scripts/lib/', import.meta.url);
const { TerminalScreen } = (await import(new URL('terminal-screen.js', lib).href)) as {
  readonly TerminalScreen: new (columns: number) => Screen;
};
const { terminalPicture } = (await import(new URL('terminal-picture.js', lib).href)) as {
  readonly terminalPicture: (rows: Screen['rows'], columns: number, title: string) => string;
};

const shown = (text: string, columns = 20): readonly string[] => {
  const screen = new TerminalScreen(columns);
  screen.write(text);
  return screen.rows.map((row) => row.map((cell) => cell.text).join(''));
};

describe('what a picture shows of a terminal', () => {
  test('is what stands there in the end: lines that were drawn over are gone', () => {
    expect(shown('one\r\ntwo\r\n')).toEqual(['one', 'two', '']);
    expect(shown('waiting\r\u001b[Kdone')).toEqual(['done']);
    expect(shown('a\r\nb\r\nc\u001b[2A\rx\u001b[J')).toEqual(['x']);
    expect(shown('\u001b[3Cx\u001b[1Gy')).toEqual(['y  x']);
    expect(shown('\u001b]0;title\u0007\u001b[?2004hx')).toEqual(['x']);
  });

  test('is as wide as the terminal; a picture takes two columns, and what joins it none', () => {
    expect(shown('abcdef', 4)).toEqual(['abcd', 'ef']);
    expect(shown('ab🎉❤️e\u0301c', 4)).toEqual(['ab🎉', '❤️e\u0301c']);
  });

  test('has its colours, each run in its place, and is text whatever was written', () => {
    const screen = new TerminalScreen(30);
    screen.write('\u001b[1m<Ana>\u001b[22m &\u001b[36m co\u001b[39m\u001b[2m faint\u001b[0m');
    const picture = terminalPicture(screen.rows, 30, 'a "title"');
    expect(picture).toContain('<title>a &quot;title&quot;</title>');
    expect(picture).toMatch(/<text x="20" y="34" textLength="42" [^>]*font-weight="700">&lt;Ana&gt;<\/text>/);
    expect(picture).toMatch(/<text x="70.4" [^>]*>&amp;<\/text>/);
    expect(picture).toMatch(/<text x="87.2" [^>]*fill="#56d4dd">co<\/text>/);
    expect(picture).toMatch(/<text x="112.4" [^>]*opacity="0.65">faint<\/text>/);
  });
});
