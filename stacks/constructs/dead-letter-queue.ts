import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import type { ServiceFunction } from './function';
import { allow } from './grants/statement';
import { Alarm } from './monitoring/alarm';
import { queueMetrics } from './monitoring/metrics';

export interface DeadLetterQueueOptions {
  /** At most 80 characters. */
  name: string;
  alarmActions: readonly string[];
}

/** SQS keeps a message no longer. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const FOURTEEN_DAYS_IN_SECONDS = 1_209_600;

/** Where that ends which could not be worked off, with an alarm for the first of it. */
export class DeadLetterQueue extends Construct {
  readonly arn: string;
  readonly url: string;

  constructor(scope: Construct, id: string, { name, alarmActions: actions }: DeadLetterQueueOptions) {
    super(scope, id);
    const queue = new SqsQueue(this, 'queue', { name, messageRetentionSeconds: FOURTEEN_DAYS_IN_SECONDS });
    this.arn = queue.arn;
    this.url = queue.url;
    new Alarm(this, 'messages', {
      name,
      description: `Something could not be worked off, and is described in the queue ${name} for 14 days.`,
      metric: queueMetrics(name).visibleMessages,
      actions,
    });
  }

  /** Lets Lambda put messages into the queue in the function's name. Gives the policy, which it tries first. */
  grantSend(grantee: ServiceFunction): IamRolePolicy {
    return grantee.allowLambda('dead-letters', allow(['sqs:SendMessage'], this.arn));
  }
}
