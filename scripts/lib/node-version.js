const WANTED = [20, 19];

/** Ends the process, with a sentence, when this Node is too old for the program. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > WANTED[0] || (major === WANTED[0] && minor >= WANTED[1])) return;
  process.stderr.write('error: This Node.js is too old for CHATTrace.\n');
  process.stderr.write(
    `why: found ${process.versions.node}, expected ${WANTED.join('.')} or newer\ntry: Install a newer one: https://nodejs.org\n`,
  );
  process.exit(78);
}
