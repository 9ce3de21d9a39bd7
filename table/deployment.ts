/** One place where the service runs: an entry of `deployments.ts`. */
export interface Deployment {
  /** AWS region, e.g. `eu-central-1`. */
  region: string;
  /** Twelve digits. Where it is set, credentials of any other account are refused before anything is written. */
  accountId?: string;
  table: TableDeclaration;
  /** Where Terraform keeps its state. */
  state: LocalState | S3State;
  functions: FunctionDefaults;
}

export interface TableDeclaration {
  /** 3 to 255 characters of a-z A-Z 0-9 . _ - (DynamoDB's own rule). */
  name: string;
  /** Default: on, except on `local`. */
  deletionProtection?: boolean;
}

export interface LocalState {
  kind: 'local';
  /** Folder of the state files, relative to the repository. */
  directory: string;
}

export interface S3State {
  kind: 's3';
  bucket: string;
  /** Prefix of the state's key: each stack adds its own name. */
  key: string;
  /** Default: the deployment's region. */
  region?: string;
}

export interface FunctionDefaults {
  /** Mebibytes, 128 to 10,240. A function's share of a processor grows with it. */
  memoryMegabytes: number;
  /** Seconds, 1 to 900. */
  timeoutSeconds: number;
  /** Days that CloudWatch keeps a function's logs: one of the values that PutRetentionPolicy takes. */
  logRetentionDays: number;
}

export type Deployments = Record<string, Deployment> & { local: Deployment };
