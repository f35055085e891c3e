/** An SVG as a PNG, and onto the clipboard. */
import { pngSize } from '../src/layout/pngSize';

/** A PNG that is pasted is looked at on screens of any density. */
const copyScale = 2;

/** From a data URL, which the policy of the page allows as it is. */
function imageOf(svg: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error('The browser cannot draw this picture.'));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  });
}

function blobOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('The picture is too large for a PNG.'));
      else resolve(blob);
    }, 'image/png');
  });
}

interface Png {
  readonly blob: Blob;
  readonly scale: number;
}

/** Drawn anew at the wanted size, so lines and letters are sharp at any scale. */
export async function pngOf(svg: string, wanted: number): Promise<Png> {
  const image = await imageOf(svg);
  const { width, height, scale } = pngSize(image.naturalWidth, image.naturalHeight, wanted);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('The browser gives no canvas to draw on.');
  context.drawImage(image, 0, 0, width, height);
  return { blob: await blobOf(canvas), scale };
}

/** The bytes of a file, as sharp as a copy is. */
export async function pngBytes(svg: string): Promise<Uint8Array> {
  const { blob } = await pngOf(svg, copyScale);
  return new Uint8Array(await blob.arrayBuffer());
}

/** To the clipboard; rejects where the page may not write to it. */
export async function copyPng(svg: string): Promise<void> {
  window.focus();
  const png = pngOf(svg, copyScale).then(({ blob }) => blob);
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
}
