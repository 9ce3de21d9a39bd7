import fc from 'fast-check';
import { Dashboard } from '../../../../../stacks/constructs/monitoring/dashboard';
import type { Graph } from '../../../../../stacks/constructs/monitoring/metric';
import { tableMetrics } from '../../../../../stacks/constructs/monitoring/metrics';
import { only, synthesised } from '../../support/synthesised';

interface Widget {
  x: number;
  y: number;
  width: number;
  height: number;
  properties: { title: string; region: string; metrics: unknown[] };
}

const aGraph = (title: string): Graph => ({ title, metrics: [tableMetrics('things').readUnits] });

function dashboardOf(rows: Graph[][]): { name: unknown; widgets: Widget[] } {
  const stack = synthesised((scope) => {
    new Dashboard(scope, 'dashboard', { name: 'things', region: 'eu-central-1', rows });
  });
  const { dashboard_name: name, dashboard_body: body } = only(stack, 'aws_cloudwatch_dashboard').resource;
  return { name, ...(JSON.parse(String(body)) as { widgets: Widget[] }) };
}

test('a dashboard is named after its region as well: the regions of an account share its dashboards', () => {
  expect(dashboardOf([]).name).toBe('things-eu-central-1');
});

test('a graph shows its metrics by namespace, name and dimensions', () => {
  const [widget] = dashboardOf([[aGraph('units')]]).widgets;

  expect(widget?.properties).toMatchObject({
    title: 'units',
    region: 'eu-central-1',
    metrics: [['AWS/DynamoDB', 'ConsumedReadCapacityUnits', 'TableName', 'things', { stat: 'Sum' }]],
  });
});

test('graphs share the width of their row, and none is over another', () => {
  const rows = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 });

  fc.assert(
    fc.property(rows, (lengths) => {
      const { widgets } = dashboardOf(lengths.map((length, row) => Array.from({ length }, () => aGraph(`row ${row}`))));
      expect(widgets).toHaveLength(lengths.reduce((sum, length) => sum + length, 0));
      const cells = widgets.flatMap(({ x, y, width, height }) =>
        Array.from({ length: width * height }, (_, cell) => `${x + (cell % width)} ${y + Math.floor(cell / width)}`),
      );
      expect(new Set(cells).size).toBe(cells.length);
      for (const { x, width } of widgets) expect(x + width).toBeLessThanOrEqual(24);
    }),
    { numRuns: 30 },
  );
});
