type Child = Node | string;

/** A closed list: no event handler, no style, no address that could run or load anything. */
type Name =
  | 'class'
  | 'id'
  | 'role'
  | 'type'
  | 'for'
  | 'rows'
  | 'title'
  | 'tabindex'
  | 'dir'
  | 'lang'
  | 'datetime'
  | 'placeholder'
  | 'autocomplete'
  | 'autocapitalize'
  | 'autocorrect'
  | 'spellcheck'
  | 'inputmode'
  | 'enterkeyhint'
  | 'hidden'
  | `aria-${string}`
  | `data-${string}`;

export type Attributes = { readonly [N in Name]?: string };

/** The only way by which this page makes HTML: children that are strings become text nodes, whatever they hold. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** A button that never submits a form. */
export function button(attributes: Attributes, press: () => void, ...children: readonly Child[]): HTMLButtonElement {
  const node = element('button', { type: 'button', ...attributes }, ...children);
  node.addEventListener('click', press);
  return node;
}

/** Text from outside inside a sentence: its direction stays its own. */
export const foreign = (text: string, attributes: Attributes = {}): HTMLElement => element('bdi', attributes, text);

/** `{name}` in a template becomes the child of that name; languages may so put it where they need it. */
export function fill(template: string, parts: Readonly<Record<string, Child>>): readonly Child[] {
  return template.split(/\{(\w+)\}/u).map((piece, index) => (index % 2 === 0 ? piece : (parts[piece] ?? '')));
}

/** A live region would say again what has not changed. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
