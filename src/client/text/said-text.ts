/** Code and addresses: what is written there is said to nobody, and stays as it is. */
const NOT_SAID = /```[^]*?```|`[^`\n]+`|(?:https?:\/\/|mailto:)\S+/giu;

export interface SaidPiece {
  readonly said: boolean;
  readonly text: string;
}

/** A text in pieces, in order: what is said, and what is code or an address. */
export function splitSaid(text: string): readonly SaidPiece[] {
  const pieces: SaidPiece[] = [];
  let done = 0;
  for (const { 0: match, index } of text.matchAll(NOT_SAID)) {
    pieces.push({ said: true, text: text.slice(done, index) }, { said: false, text: match });
    done = index + match.length;
  }
  pieces.push({ said: true, text: text.slice(done) });
  return pieces;
}
