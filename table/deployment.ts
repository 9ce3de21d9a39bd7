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
  /**
   * The SNS topic that the alarms tell: the ARN of one in the deployment's region, or a plain name, 1 to 256 characters of
   * a-z A-Z 0-9 _ -, for one that the stack makes. Default: the alarms go off, and tell nobody.
   */
  alarmTopic?: string;
}

export interface TableDeclaration extends TableSettings {
  /** 3 to 255 characters of a-z A-Z 0-9 . _ - (DynamoDB's own rule). */
  name: string;
}

/** What `yarn bootstrap` settles at each run. A setting that is left out is not managed: it stays as it is. */
export interface TableSettings {
  /**
   * How capacity is paid for. A new table's default: on-demand. Provisioned units are those of the table, and each of its
   * indexes gets as many. Where auto scaling changes the units, leave this out.
   */
  billing?: 'on-demand' | ProvisionedUnits;
  /** Default: on, except on `local`. */
  pointInTimeRecovery?: boolean;
  /** Default: on, except on `local`. */
  deletionProtection?: boolean;
  /** The attribute (seconds since 1970) after which items expire; false: none do. AWS takes one change an hour. */
  timeToLive?: string | false;
  /** What the stream's records show of an item; false: no stream. Another choice makes a new stream, with another ARN. */
  stream?: 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES' | false;
  /** Whose key encrypts the table: DynamoDB's own, the account's `aws/dynamodb`, or one of the account's KMS keys. */
  encryption?: 'aws-owned' | 'aws-managed' | { kmsKeyArn: string };
  tableClass?: 'STANDARD' | 'STANDARD_INFREQUENT_ACCESS';
  /** Tags of the table. Those that others gave it stay; one that Groundwork gave it goes when it is no longer here. */
  tags?: Record<string, string>;
}

/** Capacity units per second, from 1: a read of up to 4 KB, a write of up to 1 KB. */
export interface ProvisionedUnits {
  readUnits: number;
  writeUnits: number;
}

interface LocalState {
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
  /**
   * Whether stack traces name the files and lines of the sources. Default: no, because Node then reads a source map, larger
   * than the code itself, at each cold start.
   */
  sourceMap?: boolean;
}

export type Deployments = Record<string, Deployment> & { local: Deployment };
