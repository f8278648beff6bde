/** What failed: making or reading a key package, entering by a Welcome, building a commit, sealing, or anything after `wipe`. */
export type GroupErrorPlace = 'package' | 'welcome' | 'commit' | 'seal' | 'wiped';

/** Why a group could not be entered, changed or used. */
export class GroupError extends Error {
  override readonly name = 'GroupError';
  readonly at: GroupErrorPlace;
  readonly reason: string;

  constructor(at: GroupErrorPlace, reason: string) {
    super(`${at}: ${reason}`);
    this.at = at;
    this.reason = reason;
  }
}
