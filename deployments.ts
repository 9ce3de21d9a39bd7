import type { Deployments } from './table/deployment';

/** Where the service runs. A further account or region is a further entry; the first argument of every command names one. */
export const deployments = {
  local: {
    region: 'eu-central-1',
    table: { name: 'groundwork-local' },
    state: { kind: 'local', directory: '.local/terraform' },
    functions: { memoryMegabytes: 256, timeoutSeconds: 10, logRetentionDays: 1 },
  },
  staging: {
    region: 'eu-central-1',
    table: { name: 'groundwork-staging' },
    state: { kind: 's3', bucket: 'groundwork-staging-terraform-state', key: 'groundwork' },
    functions: { memoryMegabytes: 512, timeoutSeconds: 10, logRetentionDays: 30 },
  },
  production: {
    region: 'eu-central-1',
    table: { name: 'groundwork-production' },
    state: { kind: 's3', bucket: 'groundwork-production-terraform-state', key: 'groundwork' },
    functions: { memoryMegabytes: 1024, timeoutSeconds: 10, logRetentionDays: 365 },
  },
} satisfies Deployments;
