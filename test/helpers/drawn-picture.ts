import type { Page } from 'playwright-core';

/** A picture that the browser itself makes: a rectangle with an edge around it. */
export async function drawnPicture(page: Page, type: 'image/png' | 'image/jpeg', width: number, height: number): Promise<Buffer> {
  const bytes = await page.evaluate(
    async (wanted) => {
      const canvas = new OffscreenCanvas(wanted.width, wanted.height);
      const pen = canvas.getContext('2d');
      if (pen !== null) pen.fillStyle = 'teal';
      pen?.fillRect(20, 20, wanted.width - 40, wanted.height - 40);
      const blob = await canvas.convertToBlob({ type: wanted.type });
      return [...new Uint8Array(await blob.arrayBuffer())];
    },
    { type, width, height },
  );
  return Buffer.from(bytes);
}
