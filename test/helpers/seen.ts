import type { ViewItem } from '../../src/client/view.js';
import type { Guest } from './room-world.js';

type Distribute<I, T> = I extends { readonly type: infer K } ? (T extends K ? I & { readonly type: T } : never) : never;
type Item<T extends ViewItem['type']> = Distribute<ViewItem, T>;

/** The items of one kind that someone's view shows. */
export const itemsOf = <T extends ViewItem['type']>({ member }: Guest, type: T): readonly Item<T>[] =>
  member.view.items.filter((item): item is Item<T> => item.type === type);

/** The codes of the warnings that someone was shown. */
export const warningsOf = (guest: Guest): readonly string[] => itemsOf(guest, 'warning').map(({ code }) => code);

/** How everybody is called in someone's view, sorted. */
export const namesIn = ({ member }: Guest): readonly string[] => member.view.members.map(({ shown }) => shown).toSorted();

/** How it ended for someone: reason and code. */
export const endOf = ({ member }: Guest): readonly (string | undefined)[] => [member.view.ended?.reason, member.view.ended?.code];
