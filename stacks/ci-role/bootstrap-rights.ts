import type { Deployment } from '../../table/deployment';
import { partitionOf } from '../../table/partition';
import { type CiPlace, type CiRight, regionalArn } from './right';

/** What is laid before Terraform: the table with its settings, its migrations, and the bucket for the state. */
export function bootstrapRights({ table, state }: Deployment, place: CiPlace): CiRight[] {
  const tableArn = regionalArn('dynamodb', place, `table/${table.name}`);
  const step = 'bootstrap';
  return [
    {
      step,
      plan: dynamodb('DescribeTable', 'DescribeContinuousBackups', 'DescribeTimeToLive', 'ListTagsOfResource'),
      deploy: dynamodb(
        ...['CreateTable', 'UpdateTable', 'UpdateContinuousBackups', 'UpdateTimeToLive'],
        ...['TagResource', 'UntagResource'],
      ),
      resources: [tableArn],
      why: 'The table, its settings and its indexes are as declared; Terraform looks the table up. DeleteTable is not among them.',
    },
    {
      step,
      plan: dynamodb('GetItem', 'BatchGetItem', 'Query', 'Scan', 'PartiQLSelect'),
      deploy: [],
      resources: [tableArn, `${tableArn}/index/*`],
      why: 'The ledger of the migrations, and the items that migrations read. A plan shows what they would write, and so reads as they do.',
    },
    {
      step,
      plan: [],
      deploy: dynamodb(
        ...['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'ConditionCheckItem'],
        ...['PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'],
      ),
      resources: [tableArn],
      why: 'The migrations’ lock and ledger, and what migrations and backfills write. Which items these are only the migrations know.',
    },
    ...keyRights(table.encryption, place),
    ...(state.kind === 's3' ? [bucketRight(state.bucket, place)] : []),
  ];
}

const dynamodb = (...names: string[]): string[] => names.map((name) => `dynamodb:${name}`);

/** DynamoDB uses a key in the name of who calls it. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html */
function keyRights(encryption: Deployment['table']['encryption'], { region }: CiPlace): CiRight[] {
  if (typeof encryption !== 'object') return [];
  return [
    {
      step: 'bootstrap',
      plan: ['kms:Decrypt', 'kms:DescribeKey'],
      deploy: ['kms:CreateGrant', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      resources: [encryption.kmsKeyArn],
      condition: { StringEquals: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` } },
      why: 'The table is encrypted with this key; through DynamoDB alone.',
    },
  ];
}

function bucketRight(bucket: string, { region }: CiPlace): CiRight {
  const settings = ['BucketPolicy', 'BucketPublicAccessBlock', 'BucketTagging', 'BucketVersioning'];
  return {
    step: 'bootstrap',
    plan: [...settings, 'EncryptionConfiguration', 'LifecycleConfiguration'].map((name) => `s3:Get${name}`),
    deploy: [],
    resources: [`arn:${partitionOf(region)}:s3:::${bucket}`],
    why: 'Whether the state bucket has all that it has to have. What it lacks a person gives it: who writes its policy could let themselves at the state of these roles.',
  };
}
