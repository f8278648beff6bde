import { noticeOf, type NoticeLevel } from '../../client/notice.js';
import type { ViewItem } from '../../client/view.js';
import type { Screen } from '../terminal/screen.js';

/** The bell of the terminal: silent until somebody here has typed /notify. */
export class Bell {
  level: NoticeLevel = 'off';
  readonly #screen: Pick<Screen, 'ring'>;

  constructor(screen: Pick<Screen, 'ring'>) {
    this.#screen = screen;
  }

  heard(item: ViewItem): void {
    if (noticeOf(item, this.level) !== undefined) this.#screen.ring();
  }
}
