/** A metric of CloudWatch's, as alarms and the dashboard read it. */
export interface Metric {
  /** As `AWS/Lambda`. */
  namespace: string;
  name: string;
  statistic: 'Sum' | 'Maximum' | 'Average';
  dimensions: Readonly<Record<string, string>>;
}

/** A graph of the dashboard: metrics of one unit. */
export interface Graph {
  title: string;
  metrics: readonly Metric[];
}
