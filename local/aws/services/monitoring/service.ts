import type { AwsPlace } from '../../arn';
import { jsonService } from '../../protocols/json';
import { queryService } from '../../protocols/query';
import type { AwsService } from '../../service';
import { alarmActions } from './alarm-actions';
import { dashboardActions } from './dashboard-actions';
import type { MonitoringStore } from './state';

/**
 * CloudWatch: metric alarms and dashboards, without metrics. It speaks both of its protocols: the query protocol, as
 * version 5 of the Terraform provider does, and AWS JSON, as the AWS SDK for JavaScript does now.
 */
export function monitoringService(store: MonitoringStore, place: AwsPlace): AwsService {
  const service = 'monitoring';
  const actions = { ...alarmActions(store, place), ...dashboardActions(store, place) };
  const query = queryService({ service, namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/', actions });
  const json = jsonService({ service, version: '1.0', queryCodes: {}, actions });
  return (request) => (request.headers['x-amz-target'] ? json(request) : query(request));
}
