import type { FastifyInstance } from 'fastify';
import { listenAt } from './listen.js';

/** Servers beside the first one, that come while it runs and end with it. */
export class FurtherApps {
  readonly #create: () => Promise<FastifyInstance>;
  readonly #apps = new Set<FastifyInstance>();
  /** What is being opened: it is closed only when it is there. */
  #opening: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(create: () => Promise<FastifyInstance>) {
    this.#create = create;
  }

  listen(at: { readonly host: string; readonly port: number }): Promise<{ readonly port: number }> {
    if (this.#closed) return Promise.reject(new Error('the server is closed'));
    const opened = this.#open(at);
    this.#opening = Promise.allSettled([this.#opening, opened]);
    return opened;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#opening;
    await Promise.all([...this.#apps].map((app) => app.close()));
  }

  async #open(at: { readonly host: string; readonly port: number }): Promise<{ readonly port: number }> {
    const app = await this.#create();
    this.#apps.add(app);
    try {
      return await listenAt(app, at);
    } catch (error) {
      this.#apps.delete(app);
      await app.close();
      throw error;
    }
  }
}
