/** Vertical lines in a chart, each with a word at its upper end. */
import uPlot from 'uplot';
import type { ChartColours } from './colours';
import type { PlotMark } from './plot';

/** CSS pixels. */
export const markLine = 14;
export const markInset = 5;

/** Draws marks in the plot's pixels: first all lines, since those of one may cross the words of another. */
export function verticalMarks(
  chart: uPlot,
  colours: ChartColours,
  marks: readonly PlotMark[],
): void {
  const { ctx, bbox } = chart;
  const placed = marks
    .map((mark) => ({ mark, x: Math.round(chart.valToPos(mark.x, 'x', true)) }))
    .filter(({ x }) => x >= bbox.left && x <= bbox.left + bbox.width);
  ctx.save();
  for (const { mark, x } of placed) drawLine(chart, colours, mark, x);
  for (const { mark, x } of placed) drawWords(chart, colours, mark, x);
  ctx.restore();
}

function drawLine({ ctx, bbox }: uPlot, colours: ChartColours, { quiet }: PlotMark, x: number) {
  const ratio = uPlot.pxRatio;
  ctx.strokeStyle = quiet ? colours.muted : colours.mark;
  ctx.lineWidth = ratio;
  ctx.setLineDash([4 * ratio, 3 * ratio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
}

/** On the ground, so that they can be read where a line is below them. */
function drawWords({ ctx, bbox }: uPlot, colours: ChartColours, mark: PlotMark, x: number) {
  const ratio = uPlot.pxRatio;
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
}

/** A font of CSS pixels in those of the device. */
function scaledFont(font: string, ratio: number): string {
  return font.replace(/^([\d.]+)px/, (_, size: string) => `${Number(size) * ratio}px`);
}
