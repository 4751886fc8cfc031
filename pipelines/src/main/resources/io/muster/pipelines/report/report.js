"use strict";
(() => {
  const charts = JSON.parse(document.getElementById("charts").textContent);
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const whole = value => (value == null ? "–" : Math.round(value).toLocaleString("en"));
  const utc = seconds => uPlot.tzDate(new Date(seconds * 1e3), "Etc/UTC");
  const DAY = 86400;
  const range = {
    minutes: x => [x[0] - 30, x[x.length - 1] + 90],
    days: x => [x[0] - DAY / 2, x[x.length - 1] + DAY / 2],
    steps: x => [x[0], Math.max(x[x.length - 1], x[0] + 1)],
  };

  const steps = {
    minutes: [60, 300, 600, 900, 1800, 3600],
    days: [1, 2, 5, 7, 10, 15].map(days => days * DAY),
  };

  // Only whole members and calls, so no line between them.
  const tallies = (u, splits) => splits.map(v => (Number.isInteger(v) ? whole(v) : ""));

  // As the page says times elsewhere: of the day by 24 hours, in UTC.
  const written = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short" });
  const times = (u, splits, axis, space, step) =>
    splits.map(at => {
      const date = new Date(at * 1e3);
      if (step >= DAY) {
        return written.format(date);
      }
      return date.toISOString().slice(11, step < 60 ? 19 : 16);
    });

  const options = (chart, width) => {
    const isLines = chart.look === "steps";
    const [first, last] = range[chart.look](chart.x);
    const axis = {
      stroke: colour("--soft"),
      font: "12px system-ui, sans-serif",
      grid: { stroke: colour("--line"), width: 1 },
      ticks: { stroke: colour("--line"), width: 1 },
    };
    return {
      width,
      height: isLines ? 260 : 150,
      padding: [12, 30, 0, 0],
      tzDate: utc,
      cursor: { y: false, drag: { x: false, y: false } },
      legend: { live: true },
      scales: {
        x: { time: true, range: [first, last] },
        y: { range: (u, min, max) => [0, Math.max(1, max * 1.08)] },
      },
      axes: [
        { ...axis, space: 70, size: 34, values: times, ...(isLines ? {} : { incrs: steps[chart.look] }) },
        { ...axis, size: 58, values: tallies },
      ],
      series: [
        { label: "time (UTC)", value: chart.look === "days" ? "{YYYY}-{MM}-{DD}" : "{YYYY}-{MM}-{DD} {HH}:{mm}:{ss}" },
        ...chart.series.map((series, i) => ({
          label: series.name,
          stroke: colour("--chart-" + (i + 1)),
          fill: isLines ? undefined : colour("--chart-" + (i + 1)),
          width: isLines ? 2 : 0,
          points: { show: false },
          paths: isLines ? uPlot.paths.stepped({ align: 1 }) : uPlot.paths.bars({ size: [0.7, 40, 2] }),
          value: (u, v) => whole(v),
        })),
      ],
    };
  };

  const drawn = new Map();
  const draw = chart => {
    const place = document.getElementById(chart.id);
    const width = Math.floor(place.clientWidth);
    if (width === 0) {
      return;
    }
    drawn.get(chart.id)?.plot.destroy();
    const plot = new uPlot(options(chart, width), [chart.x, ...chart.series.map(s => s.y)], place);
    drawn.set(chart.id, { plot, width });
  };
  const drawAll = () => charts.forEach(draw);

  drawAll();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  addEventListener("resize", () =>
    charts
      .filter(c => drawn.get(c.id)?.width !== Math.floor(document.getElementById(c.id).clientWidth))
      .forEach(draw));
})();
