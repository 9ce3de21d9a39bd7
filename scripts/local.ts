import { down, reset } from '../local/services/down';
import { givenEndpoint } from '../local/services/given-endpoint';
import { type ServiceStatus, servicesStatus } from '../local/services/status';
import { up } from '../local/services/up';
import { withCheckoutLock } from './support/checkout-lock';
import { EXIT, type Invocation, runCommand, wrongUsage } from './support/command';
import { loadDeployment } from './support/deployment';
import { removeOutputs } from './support/outputs-file';

const ACTIONS = { up: start, down: stop, status: show, reset: startOver };

void runCommand({
  name: 'local',
  summary: 'The local services: DynamoDB Local and the stand-in for the other AWS APIs. Their data is under .local/.',
  arguments: ['[up|down|status|reset]'],
  flags: {},
  run: async (invocation) => {
    const [action = 'up'] = invocation.arguments;
    if (!isAction(action)) {
      throw wrongUsage(
        { name: 'local' },
        `It takes ${Object.keys(ACTIONS).join(', ')}, not ${JSON.stringify(action)}.`,
      );
    }
    await ACTIONS[action](invocation);
    return EXIT.done;
  },
});

const isAction = (word: string): word is keyof typeof ACTIONS => Object.hasOwn(ACTIONS, word);

async function start({ output }: Invocation): Promise<void> {
  const { region, accountId = '000000000000' } = loadDeployment('local');
  const dynamodbEndpoint = await givenEndpoint('AWS_ENDPOINT_URL_DYNAMODB');
  await output.during('Starting the local services', () =>
    up({ region, accountId, dynamodbEndpoint, onNotice: output.say }),
  );
  await show({ output });
}

async function stop({ output }: Invocation): Promise<void> {
  await output.during('Stopping the local services', down, () => 'The local services are stopped; their data is kept');
  output.result(await servicesStatus());
}

/** Not while Terraform is at work: what `.local/` keeps of it, the state above all, would be half there. */
async function startOver(invocation: Invocation): Promise<void> {
  const { output } = invocation;
  await withCheckoutLock(invocation, () =>
    output.during('Removing all that is local', resetAll, () => 'Stopped the local services and removed .local/'),
  );
  output.result(await servicesStatus());
}

/** What was deployed there is gone with it. */
async function resetAll(): Promise<void> {
  await reset();
  removeOutputs('local');
}

async function show({ output }: Pick<Invocation, 'output'>): Promise<void> {
  const services = await servicesStatus();
  for (const service of services) output.say(describe(service, output.styles));
  output.result(services);
}

function describe({ service, running, endpoint, how }: ServiceStatus, styles: Invocation['output']['styles']): string {
  if (!running) return `${styles.dim('○')} ${service.padEnd(15)} not running`;
  return `${styles.green('●')} ${service.padEnd(15)} ${endpoint} ${styles.dim(`(${how})`)}`;
}
