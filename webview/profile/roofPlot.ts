/** Where what is under the roofs is on the screen. */
import { logPosition, type RoofAxes } from './roofline';

/** CSS pixels around the plot. */
export const margin = { left: 64, right: 28, top: 14, bottom: 40 } as const;
export const leastSize = { width: 260, height: 160 } as const;

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Plot {
  readonly axes: RoofAxes;
  readonly size: Size;
  readonly x: (intensity: number) => number;
  readonly y: (rate: number) => number;
}

export function plotOf(axes: RoofAxes, size: Size): Plot {
  const [width, height] = [
    size.width - margin.left - margin.right,
    size.height - margin.top - margin.bottom,
  ];
  return {
    axes,
    size,
    x: (intensity) => margin.left + width * logPosition(intensity, axes.intensity),
    y: (rate) => margin.top + height * (1 - logPosition(rate, axes.rate)),
  };
}
