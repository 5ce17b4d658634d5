import { BarChart } from "echarts/charts";
import { GridComponent, LegendComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, GridComponent, LegendComponent, CanvasRenderer]);

export interface ChartBars {
  readonly names: readonly string[];
  /** Stacked on each other, in yuan, each with the token of its colour. */
  readonly parts: readonly {
    readonly name: string;
    readonly token: string;
    readonly values: readonly number[];
  }[];
}

/** Draws stacked bars into an element. @returns what takes them away */
export function drawChart(place: HTMLElement, bars: ChartBars): () => void {
  const token = (name: string): string =>
    getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const text = { color: token("--ink-soft"), fontFamily: getComputedStyle(document.body).fontFamily };
  const chart = init(place, null, { renderer: "canvas" });
  chart.setOption({
    animation: false,
    textStyle: text,
    grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0, textStyle: text },
    xAxis: {
      type: "category",
      data: [...bars.names],
      axisLabel: text,
      axisLine: { lineStyle: { color: token("--line-strong") } },
    },
    yAxis: { type: "value", axisLabel: text, splitLine: { lineStyle: { color: token("--line") } } },
    series: bars.parts.map(({ name, token: colour, values }) => ({
      type: "bar",
      name,
      stack: "all",
      barMaxWidth: 48,
      itemStyle: { color: token(colour) },
      data: [...values],
    })),
  });
  const fit = new ResizeObserver(() => chart.resize());
  fit.observe(place);
  return () => {
    fit.disconnect();
    chart.dispose();
  };
}
