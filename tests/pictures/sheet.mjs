// Puts screenshots beside each other and writes them as a PNG of few colours: a third of the size, and type
// stays sharp.

import { encode } from "./png.mjs";

const COLOURS = 96;
// So many of the most frequent ones stay as they are.
const EXACT = 48;

/** A PNG of `parts`, `{ png, columns }` from left to right; a part of more columns is cut into so many pieces. */
export async function sheet(page, parts) {
  const sent = parts.map(({ png, columns }) => ({ base64: png.toString("base64"), columns }));
  const { width, height, palette, indices } = await page.evaluate(drawn, { parts: sent, colours: COLOURS, exactly: EXACT });
  return encode(width, height, palette, Buffer.from(indices, "base64"));
}

/** Runs in a page: draws the parts and gives each pixel the place of its colour in a palette. */
async function drawn({ parts, colours, exactly }) {
  const GAP = 16;
  const images = await Promise.all(
    parts.map(async ({ base64, columns }) => {
      const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
      const high = Math.ceil(image.height / columns);
      return { image, columns, high, wide: columns * image.width + (columns - 1) * GAP };
    }),
  );
  const width = images.reduce((sum, { wide }) => sum + wide, 0) + (images.length - 1) * GAP;
  const height = Math.max(...images.map(({ high }) => high));
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  context.fillStyle = "#888";
  context.fillRect(0, 0, width, height);
  let x = 0;
  for (const { image, columns, high } of images) {
    for (let column = 0; column < columns; column += 1) {
      const rows = Math.min(high, image.height - column * high);
      context.drawImage(image, 0, column * high, image.width, rows, x, 0, image.width, rows);
      x += image.width + GAP;
    }
  }
  const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const palette = chosen(counts);
  const places = new Map();
  for (const colour of counts.keys()) places.set(colour, nearest(colour));
  const indices = new Uint8Array(pixels.length);
  for (let nth = 0; nth < pixels.length; nth += 1) indices[nth] = places.get(pixels[nth]);
  return { width, height, palette, indices: base64Of(indices) };

  /** The most frequent colours as they are, and the others in boxes by their median. */
  function chosen(counts) {
    const ordered = [...counts].sort(([a, m], [b, n]) => n - m || a - b).map(([colour, count]) => ({ rgb: rgb(colour), count }));
    if (ordered.length <= colours) return ordered.map(({ rgb }) => rgb);
    const exact = ordered.slice(0, exactly);
    const boxes = [ordered.slice(exactly)];
    while (exact.length + boxes.length < colours) {
      const place = boxes.reduce((best, box, nth) => (weight(box) > weight(boxes[best]) ? nth : best), 0);
      const [box] = boxes.splice(place, 1);
      if (box.length < 2) {
        boxes.push(box);
        break;
      }
      const channel = widest(box);
      box.sort((a, b) => a.rgb[channel] - b.rgb[channel]);
      boxes.push(box.slice(0, box.length >> 1), box.slice(box.length >> 1));
    }
    return [...exact.map(({ rgb }) => rgb), ...boxes.map(middle)];
  }
  function rgb(colour) {
    return [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
  }
  function spans(box) {
    return [0, 1, 2].map((channel) => {
      let [low, high] = [255, 0];
      for (const { rgb } of box) [low, high] = [Math.min(low, rgb[channel]), Math.max(high, rgb[channel])];
      return high - low;
    });
  }
  function widest(box) {
    const all = spans(box);
    return all.indexOf(Math.max(...all));
  }
  function weight(box) {
    return box.length < 2 ? 0 : Math.max(...spans(box));
  }
  function middle(box) {
    const total = box.reduce((sum, { count }) => sum + count, 0);
    return [0, 1, 2].map((channel) => Math.round(box.reduce((sum, { rgb, count }) => sum + rgb[channel] * count, 0) / total));
  }
  function nearest(colour) {
    const [r, g, b] = rgb(colour);
    let [best, least] = [0, Infinity];
    for (let nth = 0; nth < palette.length; nth += 1) {
      const [pr, pg, pb] = palette[nth];
      const distance = (r - pr) ** 2 + (g - pg) ** 2 + (b - pb) ** 2;
      if (distance < least) [best, least] = [nth, distance];
    }
    return best;
  }
  function base64Of(bytes) {
    let text = "";
    for (let start = 0; start < bytes.length; start += 32_768) text += String.fromCharCode(...bytes.subarray(start, start + 32_768));
    return btoa(text);
  }
}
