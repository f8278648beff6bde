import { Chalk } from 'chalk';
import { SafeText } from './safe-text.js';

export type Paint = (text: SafeText) => SafeText;

/** The few colours of the program; all come from the 16 that every terminal's theme sets. */
export interface Palette {
  readonly accent: Paint;
  readonly strong: Paint;
  readonly faint: Paint;
  readonly good: Paint;
  readonly warn: Paint;
  readonly bad: Paint;
  /** Black on white whatever the theme: a QR code must not be inverted. */
  readonly ink: Paint;
}

export function createPalette(colour: boolean): Palette {
  const chalk = new Chalk({ level: colour ? 1 : 0 });
  const paint =
    (style: (text: string) => string): Paint =>
    (text) =>
      SafeText.trusted(style(text.text));
  return {
    accent: paint(chalk.cyan),
    strong: paint(chalk.bold),
    faint: paint(chalk.dim),
    good: paint(chalk.green),
    warn: paint(chalk.yellow),
    bad: paint(chalk.red),
    ink: paint(chalk.black.bgWhiteBright),
  };
}
