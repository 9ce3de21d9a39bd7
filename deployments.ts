import type { Deployments } from './table/deployment';

/** What the functions rely on: invitations that expire, and the stream that members are counted by. */
const settings = { timeToLive: 'expiresAt', stream: 'NEW_AND_OLD_IMAGES' } as const;

/** Where the service runs. A further account or region is a further entry; the first argument of every command names one. */
export const deployments = {
  local: {
    region: 'eu-central-1',
    table: { name: 'groundwork-local', ...settings },
    state: { kind: 'local', directory: '.local/terraform' },
    functions: { memoryMegabytes: 256, timeoutSeconds: 10, logRetentionDays: 1 },
  },
  staging: {
    region: 'eu-central-1',
    table: { name: 'groundwork-staging', ...settings },
    state: { kind: 's3', bucket: 'groundwork-staging-terraform-state', key: 'groundwork' },
    functions: { memoryMegabytes: 512, timeoutSeconds: 10, logRetentionDays: 30 },
  },
  production: {
    region: 'eu-central-1',
    table: { name: 'groundwork-production', ...settings },
    state: { kind: 's3', bucket: 'groundwork-production-terraform-state', key: 'groundwork' },
    functions: { memoryMegabytes: 1024, timeoutSeconds: 10, logRetentionDays: 365 },
  },
} satisfies Deployments;
