import type { Random } from '../../core/ports/random.js';
import { equal } from '../../protocol/bytes.js';
import type { Finding } from './finding.js';
import { askedPrimitives, wrongAnswers } from './known-answers.js';

const REINSTALL = 'Do not use this installation. Install CHATTrace and Node.js again, and report it if it stays so.';

/** Published answers, and randomness that at least is not the same twice. */
export function checkCrypto(random: Random, wrong: readonly string[] = wrongAnswers()): Finding {
  const stuck = equal(random(32), random(32));
  const failed = [...wrong, ...(stuck ? ['randomness'] : [])];
  if (failed.length === 0) return { check: 'crypto', state: 'ok', text: `${askedPrimitives.join(', ')} give the published answers` };
  return { check: 'crypto', state: 'problem', text: `wrong answers of ${failed.join(', ')}`, fix: REINSTALL };
}
