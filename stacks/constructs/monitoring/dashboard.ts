import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Construct } from 'constructs';
import type { Graph, Metric } from './metric';

export interface DashboardOptions {
  /** What it shows. The regions of an account share its dashboards, so the region is added to the name. */
  name: string;
  region: string;
  /** The graphs of a row share its width. */
  rows: readonly (readonly Graph[])[];
}

/** A dashboard of CloudWatch's. */
export class Dashboard extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, { name, region, rows }: DashboardOptions) {
    super(scope, id);
    const widgets = rows.flatMap((graphs, row) =>
      graphs.map((graph, column) => widget(graph, { row, column, graphs, region })),
    );
    const dashboard = new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: `${name}-${region}`,
      dashboardBody: JSON.stringify({ widgets }),
    });
    this.name = dashboard.dashboardName;
  }
}

/** Columns of a dashboard's grid, and the rows that a graph takes. */
const GRID_WIDTH = 24;
const GRAPH_HEIGHT = 6;

interface Place {
  row: number;
  column: number;
  /** Those of the row. */
  graphs: readonly Graph[];
  region: string;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
function widget({ title, metrics }: Graph, { row, column, graphs, region }: Place): object {
  const width = Math.floor(GRID_WIDTH / graphs.length);
  return {
    type: 'metric',
    x: column * width,
    y: row * GRAPH_HEIGHT,
    width,
    height: GRAPH_HEIGHT,
    properties: { title, region, view: 'timeSeries', metrics: metrics.map(inDashboard) },
  };
}

const inDashboard = ({ namespace, name, dimensions, statistic }: Metric): unknown[] => [
  namespace,
  name,
  ...Object.entries(dimensions).flat(),
  { stat: statistic },
];
