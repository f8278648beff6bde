import type { FastifyInstance } from 'fastify';

type Plugin = (app: FastifyInstance) => void | Promise<void>;

/** A plugin whose hooks hold for the whole server: Fastify otherwise keeps them to what the plugin registers itself. */
export function shared(name: string, plugin: Plugin): (app: FastifyInstance) => Promise<void> {
  const wrapped = async (app: FastifyInstance): Promise<void> => plugin(app);
  return Object.assign(wrapped, { [Symbol.for('skip-override')]: true, [Symbol.for('fastify.display-name')]: name });
}
