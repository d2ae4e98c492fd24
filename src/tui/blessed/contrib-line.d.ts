/** The one widget of blessed-contrib that is used, by its own path: the package's index would load all of them. */
declare module 'blessed-contrib/lib/widget/charts/line.js' {
  import type { Widgets } from 'blessed';

  namespace line {
    /** a number of the 256 colours, or `normal` for the terminal's own */
    type Color = number | 'normal';

    interface Options extends Widgets.BoxOptions {
      style: { text: Color; baseline: Color };
      /** canvas dots left of the curve */
      xPadding: number;
      showLegend: boolean;
      minY: number;
      maxY: number;
      numYLabels: number;
      showNthLabel: number;
    }

    interface Series {
      x: readonly string[];
      y: readonly number[];
      style: { line: Color };
    }

    /** The canvas below the chart, in dots: two across and four down in each cell. */
    interface Context {
      strokeStyle: Color;
      fillStyle: Color;
      beginPath(): void;
      moveTo(x: number, y: number): void;
      lineTo(x: number, y: number): void;
      stroke(): void;
      fillText(text: string, x: number, y: number): void;
    }

    interface Line extends Widgets.BoxElement {
      options: Options;
      canvasSize: { width: number; height: number };
      /** made when the chart is attached to a screen */
      ctx: Context;
      calcSize(): void;
      setData(series: Series[]): void;
    }
  }

  const line: (options: line.Options) => line.Line;
  export = line;
}
