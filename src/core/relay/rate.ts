import type { Frame } from '../../protocol/frame.js';
import { limits } from '../../protocol/limits.js';
import { frameCost } from '../decaying-score.js';
import { refuseFrame, turnAway } from './links.js';
import type { Link } from './relay-state.js';
import type { Step } from './step.js';

/** A file chunk is bounded by its credit and costs nothing; one that is shorter than the unit of cost counts as any frame. */
export function withinRate(step: Step, link: Link, frame: Frame, size: number): boolean {
  return (frame.type === 'BULK' && size >= limits.rateBytes) || withinScore(step, link, size);
}

/** Counts a frame, also when it is then refused. The host's own connection is not counted. */
export function withinScore(step: Step, link: Link, size: number): boolean {
  if (link.inside) return true;
  const cost = frameCost(size);
  const score = link.score.add(cost, step.now);
  if (score <= limits.rateRefuse) return true;
  if (score > limits.rateClose) turnAway(step, link, 'flood');
  else refuseFrame(step, link, 'rate', link.score.msUntil(limits.rateRefuse - cost, step.now));
  return false;
}
