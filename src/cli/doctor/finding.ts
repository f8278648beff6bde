/** What one check of `doctor` found. Texts may hold words from outside: paths, versions, messages of the system. */
export interface Finding {
  readonly check: string;
  /** `note`: worth knowing, nothing of the default session fails by it. */
  readonly state: 'ok' | 'note' | 'problem';
  readonly text: string;
  /** What to do; there whenever there is something to do. */
  readonly fix?: string;
  /** The particulars, for programs. */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** One look at one thing. What it throws is a finding too. */
export interface Check {
  readonly name: string;
  look(): Finding | Promise<Finding>;
}
