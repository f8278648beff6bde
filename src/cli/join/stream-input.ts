import { limits } from '../../protocol/limits.js';
import type { Conversation } from './conversation.js';
import { LineSplitter } from './line-splitter.js';

/** For a command in front of the longest message. */
const SLACK_BYTES = 1_024;

/** Each line of `input` is said, in order; at its end the member leaves. Nothing is read that cannot be said yet. */
export async function speakStream(input: AsyncIterable<Uint8Array>, conversation: Conversation): Promise<void> {
  const splitter = new LineSplitter(limits.textBytes + SLACK_BYTES);
  try {
    for await (const chunk of input) {
      for (const line of splitter.push(chunk)) {
        await conversation.ready();
        if (conversation.over) return;
        conversation.act(line);
      }
    }
  } catch {
    // A terminal or pipe that broke has ended: what came before it still counts.
  }
  for (const line of splitter.end()) {
    await conversation.ready();
    if (!conversation.over) conversation.act(line);
  }
  await conversation.finish();
}
