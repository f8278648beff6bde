/** Runs one asynchronous job after the other; a job that throws is a bug and goes to `failed`. */
export class JobQueue {
  readonly #failed: (error: unknown) => void;
  #last: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  readonly run = (job: () => Promise<void>): void => {
    this.#last = this.#last.then(async () => {
      if (this.#stopped) return;
      try {
        await job();
      } catch (error) {
        if (!this.#stopped) this.#failed(error);
      }
    });
  };

  /** What waits is dropped; what runs finds its secrets gone and ends. */
  stop(): void {
    this.#stopped = true;
  }
}
