import { billing } from './billing';
import { deletionProtection } from './deletion-protection';
import { encryption } from './encryption';
import { pointInTimeRecovery } from './point-in-time-recovery';
import type { Setting } from './setting';
import { stream } from './stream';
import { tableClass } from './table-class';
import { tags } from './tags';
import { timeToLive } from './time-to-live';

/**
 * All settings, in the order in which they are settled. What protects the table comes first; point-in-time recovery late,
 * as a new table isn't ready for it at once; time to live last, as AWS may refuse it for an hour and the others shall not
 * wait for that.
 */
export const allSettings: readonly Setting[] = [
  deletionProtection,
  billing,
  tableClass,
  encryption,
  stream,
  tags,
  pointInTimeRecovery,
  timeToLive,
];
