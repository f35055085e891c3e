/** Vertical lines in a chart, each with a word at its upper end. */
import uPlot from 'uplot';
import type { ChartColours } from './colours';
import type { PlotMark } from './plot';

/** CSS pixels. */
export const markLine = 14;
export const markInset = 5;

/** Draws a mark in the plot's pixels; words stand on the ground, since lines may cross them. */
export function verticalMark(chart: uPlot, colours: ChartColours, mark: PlotMark): void {
  const { ctx, bbox } = chart;
  const x = Math.round(chart.valToPos(mark.x, 'x', true));
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.strokeStyle = mark.quiet ? colours.muted : colours.mark;
  ctx.lineWidth = ratio;
  ctx.setLineDash([4 * ratio, 3 * ratio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.font = scaledFont(colours.font, ratio);
  const width = ctx.measureText(mark.words).width;
  const atRight = x + width + 2 * markInset * ratio > bbox.left + bbox.width;
  const left = atRight ? x - markInset * ratio - width : x + markInset * ratio;
  const top = bbox.top + (3 + markLine * mark.line) * ratio;
  ctx.fillStyle = colours.ground;
  ctx.fillRect(left - 2 * ratio, top, width + 4 * ratio, 13 * ratio);
  ctx.fillStyle = colours.text;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  ctx.fillText(mark.words, left, top + ratio);
  ctx.restore();
}

/** A font of CSS pixels in those of the device. */
function scaledFont(font: string, ratio: number): string {
  return font.replace(/^([\d.]+)px/, (_, size: string) => `${Number(size) * ratio}px`);
}
