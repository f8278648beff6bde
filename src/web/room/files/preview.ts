import { pictureSize } from '../../../client/picture/picture-size.js';
import { pictureType } from '../../../client/picture/picture-type.js';
import { element } from '../../element.js';
import { fileWords } from './file-words.js';
import type { KeptUrls } from './kept-urls.js';

/** A few bytes can stand for a picture that fills all memory: this one needs 200 MB. */
const PIXELS_MOST = 50_000_000;

/** By what its owner says; its bytes decide whether it is shown. */
export const mayBePicture = (mime: string): boolean => ['image/png', 'image/jpeg', 'image/gif', 'image/webp'].includes(mime);

export interface Preview {
  readonly element: HTMLElement;
  dispose(): void;
}

/** The picture that a file is, or why it is not shown. Only kinds that hold nothing but pixels: no SVG, no HTML. */
export function createPreview(bytes: Uint8Array, name: string, urls: KeptUrls): Preview {
  const type = pictureType(bytes);
  const size = pictureSize(bytes);
  if (type === undefined || size === undefined) return sentence(fileWords.notShown);
  if (size.width * size.height > PIXELS_MOST) return sentence(fileWords.tooWide);
  const url = urls.make(bytes, type);
  const picture = element('img', { class: 'file-picture' });
  const frame = element('div', { class: 'file-preview' }, picture);
  picture.alt = name;
  // It has its place before it is drawn, so that nothing below it jumps.
  picture.width = size.width;
  picture.height = size.height;
  picture.decoding = 'async';
  const dispose = (): void => {
    urls.drop(url);
    frame.remove();
  };
  picture.addEventListener('error', () => frame.replaceChildren(element('p', { class: 'dim' }, fileWords.notShown)));
  picture.src = url;
  return { element: frame, dispose };
}

function sentence(text: string): Preview {
  const node = element('p', { class: 'dim' }, text);
  return { element: node, dispose: () => node.remove() };
}
