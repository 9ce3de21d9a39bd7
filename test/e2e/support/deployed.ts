import type { Checkout } from './checkout';
import { type Answer, send } from './http';

/** A deployment that is reached through its HTTP API. */
export interface DeployedApi {
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

/** What `yarn deploy --json` answers, as far as the tests look at it. */
export interface DeployAnswer {
  bootstrap: { tableCreated: boolean; applied: string[] };
  terraform: { address: string; action: string }[];
  outputs: { api_url: string; api_function: string };
}

/** Deploys to `local` and fails with what the command said where it does not succeed. */
export async function deploy(checkout: Checkout): Promise<DeployAnswer & { api: DeployedApi }> {
  const { status, stdout, stderr } = await checkout.run('deploy', 'local', '--json');
  if (status !== 0) throw new Error(`deploy local ended with status ${status}:\n${stderr}`);
  const answer = JSON.parse(stdout) as DeployAnswer;
  return { ...answer, api: apiAt(answer.outputs.api_url) };
}

export const apiAt = (url: string): DeployedApi => ({
  get: (path) => send('GET', `${url}${path}`),
  post: (path, body, headers) => send('POST', `${url}${path}`, body, headers),
  send: (method, path, body, headers) => send(method, `${url}${path}`, body, headers),
});

/** What the function `api` has printed on `local`. */
export const functionLog = (checkout: Checkout): Promise<string> =>
  checkout.read('.local/logs/groundwork-local-api.log');

/** The environment variables of the function `api`, as Terraform's state has them. */
export async function functionVariables(checkout: Checkout): Promise<Record<string, string>> {
  const state = JSON.parse(await checkout.read('.local/terraform/service.tfstate')) as {
    resources: {
      type: string;
      name: string;
      instances: { attributes: { environment?: { variables: Record<string, string> }[] } }[];
    }[];
  };
  const lambda = state.resources.find(({ type, name }) => type === 'aws_lambda_function' && name.startsWith('api_'));
  return lambda?.instances[0]?.attributes.environment?.[0]?.variables ?? {};
}
