/** A DynamoDB Local that was started; plain data, so that it can be kept in a file and used by another process. */
export interface DynamodbLocal {
  kind: 'docker' | 'java';
  /** `http://127.0.0.1:<port>` */
  endpoint: string;
  port: number;
  /** Of the Java process. */
  pid?: number;
  containerId?: string;
  /** The jar itself knows only `all interfaces`; say so where a person sees it. */
  listensOn: 'loopback' | 'all interfaces';
  /** Why Java was taken although a Docker engine answers. */
  fallbackReason?: string;
}

/** What both ways of starting need to know. */
export interface LaunchOptions {
  port: number;
  /** Absolute path of a folder that exists; absent: in memory. */
  dataDirectory?: string;
  /** It outlives this process. */
  detached: boolean;
  logFile?: string;
  /** Is told of the process or container before it answers. */
  onStarted?(started: DynamodbLocal): void;
}

/**
 * Arguments of DynamoDB Local: one database whatever the caller's region and credentials, and nothing sent home.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.UsageNotes.html
 */
export function serverArguments(port: number, dataDirectory: string | undefined): string[] {
  const storage = dataDirectory === undefined ? ['-inMemory'] : ['-dbPath', dataDirectory];
  return ['-port', String(port), '-sharedDb', '-disableTelemetry', ...storage];
}

/** Options of the Java machine: one small server starts a third sooner without the parallel collector's threads. */
export const JAVA_OPTIONS = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
