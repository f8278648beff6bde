import type { MessageItem } from '../../client/view-log.js';

/** What is being written refers to a message: answers it, or takes the place of its text. */
export interface About {
  readonly kind: 'reply' | 'edit';
  readonly item: MessageItem;
}

/** What stands in a composer when it is sent. */
export interface Written {
  readonly text: string;
  readonly about?: About;
  /** Seconds that it may be read. */
  readonly burn?: number;
}
