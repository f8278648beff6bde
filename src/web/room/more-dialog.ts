import { openDialog } from '../dialog.js';
import { button, element } from '../element.js';

/** One of the room's tools. */
export interface Tool {
  readonly label: string;
  readonly icon: () => SVGSVGElement;
  readonly open: () => void;
}

/** What a narrow header has no place for. */
export function openMoreDialog(host: HTMLElement, title: string, tools: readonly Tool[]): void {
  const press = ({ open }: Tool): void => {
    dialog.close();
    open();
  };
  const rows = tools.map((tool) =>
    element(
      'li',
      {},
      button({ class: 'tool' }, () => press(tool), tool.icon(), tool.label),
    ),
  );
  const dialog = openDialog(host, title, [element('ul', {}, ...rows)]);
  dialog.element.classList.add('sheet');
}
