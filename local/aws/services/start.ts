import path from 'node:path';
import type { FunctionRunner } from '../../functions/runner';
import type { FunctionSpecification } from '../../functions/specification';
import type { AwsPlace } from '../arn';
import { openBlobs } from '../blobs';
import { refusalOfCheckoutKey } from '../checkout-key';
import { type Credentials, openCredentials } from '../credentials';
import type { AccessDecision } from '../dynamodb/authoriser';
import { dynamodbService } from '../dynamodb/service';
import { AwsFault } from '../protocols/fault';
import type { AwsService } from '../service';
import { openStore } from '../store';
import { emptyApiGatewayState } from './apigateway/apis';
import { type HttpApiRequest, type HttpApiResponse, httpApiDataPlane } from './apigateway/http-api';
import { apiGatewayService } from './apigateway/service';
import { emptyIamState, findRoleByArn } from './iam/roles';
import { iamService } from './iam/service';
import { checkpointsIn, emptyCheckpointState } from './lambda/event-sources/checkpoints';
import { type EventSources, openEventSources } from './lambda/event-sources/event-sources';
import { failureQueues } from './lambda/event-sources/failure-queues';
import { streamsOf } from './lambda/event-sources/streams';
import { emptyLambdaState, functionIn } from './lambda/functions';
import { functionInvoker } from './lambda/invocation';
import { mayInvoke } from './lambda/permissions';
import { lambdaService } from './lambda/service';
import { emptyLogsState, logsService } from './logs/service';
import { monitoringService } from './monitoring/service';
import { emptyMonitoringState } from './monitoring/state';
import { emptyS3State } from './s3/buckets';
import { s3Service } from './s3/service';
import { snsService } from './sns/service';
import { emptySnsState } from './sns/topics';
import { openMailbox } from './sqs/mailbox';
import { emptySqsState } from './sqs/queues';
import { sqsService } from './sqs/service';
import { serviceSender } from './sqs/service-sender';
import { stsService } from './sts/service';

/** All services of the stand-in, by the name in the credential scope, and what else the gateway leads to. */
export interface Services {
  byName: Record<string, AwsService>;
  credentials: Credentials;
  /** For a key that is meant for another checkout's stand-in. */
  refusalOfKey(accessKeyId: string): AwsFault | undefined;
  callHttpApi(request: HttpApiRequest): Promise<HttpApiResponse>;
  /** What reads the streams of the event source mappings: at rest until it is started. */
  eventSources: Pick<EventSources, 'start' | 'stop'>;
}

interface ServicesOptions extends AwsPlace {
  /** Folder for the services' state, function code and objects. */
  stateDirectory: string;
  dynamodbEndpoint: string;
  /** The gateway's own endpoint. */
  endpoint(): string;
  onLog(line: string): void;
  /** Is told what DynamoDB's authorisation allowed and denied to the roles. */
  onDecision?(decision: AccessDecision): void;
  /** Starts the function runner with the environment that this stand-in gives to functions. */
  startRunner(environmentOf: (specification: FunctionSpecification) => Record<string, string>): Promise<FunctionRunner>;
}

/** The present layouts of the services' state. A change of a state's shape raises its number. */
const layouts = {
  iam: 1,
  lambda: 2,
  checkpoints: 1,
  logs: 1,
  apigateway: 1,
  s3: 1,
  sqs: 1,
  sns: 1,
  monitoring: 1,
};

/** Opens the services on the state that there is. Throws LocalError `state-layout` where that cannot be read. */
export async function startServices(options: ServicesOptions): Promise<Services & { runner: FunctionRunner }> {
  const { region, accountId, stateDirectory: directory, dynamodbEndpoint, endpoint, onLog } = options;
  const place: AwsPlace = { region, accountId };
  const open = <State extends object>(name: keyof typeof layouts, empty: State) =>
    openStore({ directory, name, layout: layouts[name], empty });

  const iam = open('iam', emptyIamState);
  const functions = open('lambda', emptyLambdaState);
  const credentials = openCredentials(iam, place);
  /** Access keys of the function's role, as the function has them. */
  const keysOf = (functionName: string) => {
    const { configuration } = functionIn(functions.read(), place, functionName);
    const role = findRoleByArn(iam.read(), place, configuration.Role);
    if (!role) throw new AwsFault('InvalidParameterValueException', `The role ${configuration.Role} is gone.`);
    return credentials.issue(role.name, functionName);
  };
  const runner = await options.startRunner((specification) => {
    const keys = keysOf(specification.name);
    return {
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      AWS_SESSION_TOKEN: keys.sessionToken,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ENDPOINT_URL: endpoint(),
    };
  });
  const blobs = openBlobs(path.join(directory, 'code'), '.zip');
  const lambda = { place, store: functions, blobs, iam, runner, onLog };
  const invoke = functionInvoker(lambda);
  const queues = { place, store: open('sqs', emptySqsState) };
  const mailbox = openMailbox(queues.store, place);
  const sendToQueue = serviceSender({ ...queues, mailbox });
  const dynamodb = dynamodbService({
    endpoint: dynamodbEndpoint,
    region,
    accountId,
    principalOf: (accessKeyId) => credentials.principalOf(accessKeyId),
    onDecision: options.onDecision,
  });
  const accessKeyOf = (functionName: string) => keysOf(functionName).accessKeyId;
  const eventSources = openEventSources({
    place,
    store: functions,
    checkpoints: checkpointsIn(open('checkpoints', emptyCheckpointState)),
    streamsAs: (functionName) => streamsOf({ dynamodb, region, accessKeyOf: () => accessKeyOf(functionName) }),
    invoke,
    queues: failureQueues({
      queues,
      mailbox,
      principalOf: (functionName) => credentials.principalOf(accessKeyOf(functionName)),
    }),
    onLog,
  });
  const apiGateway = { place, store: open('apigateway', emptyApiGatewayState), endpoint };
  const s3 = {
    place,
    store: open('s3', emptyS3State),
    blobsOf: (bucket: string) => openBlobs(path.join(directory, 'objects', bucket)),
  };

  return {
    runner,
    credentials,
    refusalOfKey: (accessKeyId) => refusalOfCheckoutKey(accessKeyId, directory),
    eventSources,
    byName: {
      sts: stsService(place, credentials),
      iam: iamService(iam, place),
      lambda: lambdaService(lambda, invoke, eventSources),
      logs: logsService(open('logs', emptyLogsState), place),
      apigateway: apiGatewayService(apiGateway),
      s3: s3Service(s3),
      monitoring: monitoringService(open('monitoring', emptyMonitoringState), place),
      sns: snsService({ place, store: open('sns', emptySnsState), credentials, sendToQueue, onLog }),
      sqs: sqsService({ ...queues, mailbox, credentials, endpoint }),
      dynamodb,
    },
    callHttpApi: httpApiDataPlane(
      apiGateway,
      {
        invoke,
        mayInvoke: (nameOrArn, caller) => {
          try {
            return mayInvoke(functionIn(functions.read(), place, nameOrArn).permissions, caller);
          } catch (error) {
            if (error instanceof AwsFault) return false;
            throw error;
          }
        },
      },
      (reason) => onLog(`HTTP API: ${reason}`),
    ),
  };
}
