import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientConfiguration } from '../../../bootstrap/client-configuration';
import { type ServiceStatus, servicesStatus } from '../../../local/services/status';
import type { NamedDeployment } from '../deployment';
import { localEnvironment, reachAccount, type Target } from '../target';
import type { DoctorContext } from './context';
import { failureOf } from './failure';
import { drift, type Finding, type Found, note, well } from './finding';
import { examineIdentity } from './identity';

/** A deployment as it can be reached as things stand: nothing is started for it. */
export interface FoundTarget {
  findings: Finding[];
  /** Absent where its table cannot be asked. */
  target?: Target;
  /** Whether all the other services can be asked, too. */
  hasServices: boolean;
}

export async function findTarget({ deployment, invocation }: DoctorContext): Promise<FoundTarget> {
  if (deployment.deploymentName === 'local') return findLocal(deployment);
  try {
    const target = await reachAccount(deployment, invocation);
    const found = target.identity ? examineIdentity(deployment, target.identity) : [];
    return { findings: inArea('identity', found), target, hasServices: true };
  } catch (error) {
    invocation.signal.throwIfAborted();
    const found = [
      failureOf(error, 'AWS could not be asked whose credentials these are'),
      notExamined('table, state, resources and rights'),
    ];
    return { findings: inArea('identity', found), hasServices: false };
  }
}

async function findLocal(deployment: NamedDeployment): Promise<FoundTarget> {
  const { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_DYNAMODB } = process.env;
  if (AWS_ENDPOINT_URL) return { ...localTarget(deployment), findings: [], hasServices: true };
  const services = await servicesStatus();
  const [dynamodb, gateway] = services;
  const hasTable = Boolean(AWS_ENDPOINT_URL_DYNAMODB || dynamodb?.running);
  const hasServices = hasTable && gateway?.running === true;
  const needed = AWS_ENDPOINT_URL_DYNAMODB ? [gateway] : services;
  const found = needed.flatMap((service) => (service ? [serviceFound(service)] : []));
  return {
    findings: inArea(
      'local services',
      hasServices ? found : [...found, notExamined(hasTable ? 'resources and state' : 'table, state and resources')],
    ),
    hasServices,
    ...(hasTable && localTarget(deployment, gateway)),
  };
}

const localTarget = (deployment: NamedDeployment, gateway?: ServiceStatus): { target: Target } => ({
  target: {
    client: new DynamoDBClient(clientConfiguration('local', deployment)),
    terraformEnvironment: localEnvironment(deployment.region, gateway?.endpoint),
  },
});

const serviceFound = ({ service, running, endpoint, how }: ServiceStatus): Found =>
  running
    ? well(`${service} at ${endpoint} (${how})`)
    : drift(`${service} does not run.`, 'yarn local up starts it, and yarn deploy local, too.');

const notExamined = (what: string): Found => note(`Not examined therefore: ${what}.`);

const inArea = (area: string, found: readonly Found[]): Finding[] => found.map((one) => ({ area, ...one }));
