import type { Store } from '../../store';
import type { Tags } from '../tags';
import type { AlarmSettings } from './alarm-settings';

export interface Alarm {
  settings: AlarmSettings;
  tags: Tags;
  /** ISO time, as the next one. */
  createdAt: string;
  modifiedAt: string;
}

export interface Dashboard {
  name: string;
  /** JSON text. */
  body: string;
  modifiedAt: string;
}

export interface MonitoringState {
  alarms: Record<string, Alarm>;
  dashboards: Record<string, Dashboard>;
}

export type MonitoringStore = Store<MonitoringState>;

export const emptyMonitoringState: MonitoringState = { alarms: {}, dashboards: {} };
