/** What a long run is told by the environment (scripts/soak.js). */
export const soak = {
  minutes: told('MINUTES', 10),
  /** Until every log holds as many lines as it ever will, and what is compiled is compiled. */
  warmMinutes: told('WARM_MINUTES', 3),
  members: told('MEMBERS', 50),
  /** Both a second. A machine that cannot do so much at once has to be given less. */
  messages: told('MESSAGES', 20),
  churn: told('CHURN', 1),
};

export const LOOK_EVERY_MS = 15_000;
export const GROWTH_MOST = 0.1;

function told(name: string, usual: number): number {
  return Number(process.env[`CHATTRACE_SOAK_${name}`] ?? usual);
}

export const print = (line: string): void => void process.stdout.write(`${line}\n`);

export const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** From the first to the last third, as a share: single values say too little. */
export function growth(values: readonly number[]): number {
  const third = Math.ceil(values.length / 3);
  return mean(values.slice(-third)) / mean(values.slice(0, third)) - 1;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
