import { GetBucketPolicyCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { partitionOf } from '../../table/partition';
import { addressOf, type BucketSetting, type StateBucket, unlessAbsent } from './setting';

/**
 * Requests without TLS are denied. https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html,
 * "Enforce encryption of data in transit". A policy that is there already is somebody's own, and is never replaced.
 */
export const secureTransport: BucketSetting = {
  name: 'requests without TLS',
  wanted: 'denied',
  read: async (client, bucket) => {
    const answer = await unlessAbsent(client.send(new GetBucketPolicyCommand(addressOf(bucket))), 'NoSuchBucketPolicy');
    if (!answer?.Policy) return { state: 'missing', now: 'allowed' };
    if (statementsOf(answer.Policy).some(deniesInsecure)) return { state: 'fits', now: 'denied' };
    return { state: 'chosen', now: 'allowed by the policy that the bucket has' };
  },
  write: async (client, bucket) => {
    await client.send(new PutBucketPolicyCommand({ ...addressOf(bucket), Policy: JSON.stringify(policyFor(bucket)) }));
  },
};

interface Statement {
  Effect?: string;
  Condition?: { Bool?: Record<string, unknown> };
}

function statementsOf(policy: string): Statement[] {
  const { Statement: statements } = JSON.parse(policy) as { Statement?: Statement | Statement[] };
  return [statements ?? []].flat();
}

const deniesInsecure = ({ Effect, Condition }: Statement): boolean =>
  Effect === 'Deny' && String(Condition?.Bool?.['aws:SecureTransport']) === 'false';

function policyFor({ bucket, region }: StateBucket): object {
  const arn = `arn:${partitionOf(region)}:s3:::${bucket}`;
  const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'DenyInsecureTransport',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [arn, `${arn}/*`],
        Condition,
      },
    ],
  };
}
