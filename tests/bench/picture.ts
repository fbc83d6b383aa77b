import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import type { TopLevelSpec } from 'vega-lite';
import type { Picture } from './results.ts';

/** Draws curves, by Vega-Lite. Resolves with an SVG that is read on light and dark pages. */
export async function draw({ title, x, y, points }: Picture): Promise<string> {
  const axis = ({ title: name, isLogarithmic }: Picture['x']) => ({
    title: name,
    type: 'quantitative' as const,
    scale: isLogarithmic ? { type: 'log' as const } : { zero: true },
  });
  const spec: TopLevelSpec = {
    title,
    width: 560,
    height: 320,
    background: 'white',
    data: { values: points },
    mark: { type: 'line', point: true },
    encoding: {
      x: { field: 'x', ...axis(x) },
      y: { field: 'y', ...axis(y) },
      color: { field: 'curve', type: 'nominal', title: null, sort: null },
    },
  };
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
}
