import { addresseeOf } from '../../client/addressee.js';
import { parseBurn, parseReact, parseReply } from '../../client/command-args.js';
import type { Member, Saying } from '../../client/member-api.js';
import { findMessage, parseMessageRef } from '../../client/message-ref.js';
import type { MessageItem } from '../../client/view-log.js';
import { malformed, type Parsed } from '../../protocol/parsed.js';

/** What typed commands do to messages. Of each answer `reason` is an error code. */
export const messageActs = {
  /** What is answered between two stays between them. */
  reply(rest: string, member: Member): Parsed<unknown> {
    const reply = parseReply(rest);
    const item = reply.ok ? findMessage(reply.value.ref, member.view.items) : reply;
    if (!reply.ok || !item.ok) return item;
    const saying: Saying = { text: reply.value.text, replyTo: item.value.id };
    const { private: between } = item.value;
    return between === undefined ? member.say(saying) : member.tell(between.with.id, saying);
  },

  react(rest: string, member: Member): Parsed<unknown> {
    const reaction = parseReact(rest);
    const item = reaction.ok ? findMessage(reaction.value.ref, member.view.items) : reaction;
    return reaction.ok && item.ok ? member.react(item.value.key, reaction.value.emoji) : item;
  },

  /** Of our own last message. */
  edit(rest: string, member: Member): Parsed<unknown> {
    if (rest === '') return malformed('TEXT_EMPTY');
    const item = findMessage('last', member.view.items, (one) => isOwn(one) && one.file === undefined);
    return item.ok ? member.edit(item.value.key, rest) : item;
  },

  delete(rest: string, member: Member): Parsed<unknown> {
    const ref = parseMessageRef(rest);
    const item = ref.ok ? findMessage(ref.value, member.view.items, isOwn) : ref;
    return item.ok ? member.remove(item.value.key) : item;
  },

  burn(rest: string, member: Member): Parsed<unknown> {
    const burn = parseBurn(rest);
    return burn.ok ? member.say({ text: burn.value.text, burn: burn.value.seconds }) : burn;
  },

  /** To one member alone. */
  msg(rest: string, member: Member): Parsed<unknown> {
    const addressed = addresseeOf(rest, member.view.members);
    return addressed.ok ? member.tell(addressed.value.to.id, { text: addressed.value.text }) : addressed;
  },
} as const satisfies Readonly<Record<string, (rest: string, member: Member) => Parsed<unknown>>>;

const isOwn = ({ from, state }: MessageItem): boolean => from.self && state !== 'failed';
