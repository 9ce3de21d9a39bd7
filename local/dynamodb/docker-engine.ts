import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';

const ANSWER_LIMIT_MILLISECONDS = 3000;

/**
 * Why there is no Docker engine to start a container with, to be put behind a colon; nothing where one answers. Asks where
 * Testcontainers looks for one, within seconds and without loading it.
 *
 * @param places sockets and hosts to ask, in their order
 */
export async function dockerProblem(places: readonly string[] = knownPlaces()): Promise<string | undefined> {
  if (places.length === 0) {
    return 'no Docker engine answers: DOCKER_HOST is not set and there is no docker.sock';
  }
  const problems: string[] = [];
  for (const place of places) {
    const problem = await probe(place);
    if (problem === undefined) {
      return undefined;
    }
    problems.push(`${place} (${problem})`);
  }
  return `no Docker engine answers: ${problems.join(', ')}`;
}

/**
 * Whether the container runs, by one question to the engine's socket: loading Testcontainers to ask it would take longer
 * than most commands that want to know. Undefined where no engine answers at a socket of this machine.
 */
export async function runsContainer(containerId: string): Promise<boolean | undefined> {
  for (const place of knownPlaces()) {
    if (hostOf(place)) return undefined;
    const state = await askSocket(socketOf(place), `/containers/${containerId}/json`);
    if (typeof state === 'string') continue;
    return state.status === 200 && JSON.parse(state.body).State?.Running === true;
  }
  return false;
}

function knownPlaces(): string[] {
  return configuredHosts().concat(socketFiles().filter((file) => existsSync(file)));
}

/** By the environment or Testcontainers' own file of settings. */
function configuredHosts(): string[] {
  const file = join(homedir(), '.testcontainers.properties');
  const settings = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const inFile = [...settings.matchAll(/^\s*(?:tc|docker)\.host\s*=\s*(\S+)/gm)].map(([, host]) => host);
  return [process.env.DOCKER_HOST, ...inFile].filter((host): host is string => Boolean(host));
}

function socketFiles(): string[] {
  if (process.platform === 'win32') {
    return ['//./pipe/docker_engine'];
  }
  const runtimeDirectory = process.env.XDG_RUNTIME_DIR;
  return [
    '/var/run/docker.sock',
    ...(runtimeDirectory ? [join(runtimeDirectory, 'docker.sock')] : []),
    join(homedir(), '.docker', 'run', 'docker.sock'),
    join(homedir(), '.docker', 'desktop', 'docker.sock'),
    `/run/user/${userInfo().uid}/docker.sock`,
  ];
}

async function probe(place: string): Promise<string | undefined> {
  const host = hostOf(place);
  if (host) return connects(host);
  const answer = await askSocket(socketOf(place), '/_ping');
  if (typeof answer === 'string') return answer;
  return answer.status === 200 ? undefined : `status ${answer.status}`;
}

/** Host and port of a place that is no socket. */
function hostOf(place: string): { host: string; port: number } | undefined {
  const [, host, port] = /^(?:tcp|https?):\/\/\[?([^/]+?)\]?(?::(\d+))?\/?$/.exec(place) ?? [];
  return host === undefined ? undefined : { host, port: Number(port ?? 2375) };
}

const socketOf = (place: string): string => place.replace(/^(unix|npipe):\/\//, '');

/** The engine's answer, or why there is none. */
function askSocket(socketPath: string, path: string): Promise<{ status: number; body: string } | string> {
  return new Promise((resolve) => {
    const options = { socketPath, path, timeout: ANSWER_LIMIT_MILLISECONDS, agent: false as const };
    const call = request(options, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    call.once('timeout', () => call.destroy(new Error('no answer')));
    call.once('error', (error) => resolve(error.message));
    call.end();
  });
}

/** A host may want TLS, which is Testcontainers' business: that it can be reached has to do. */
function connects({ host, port }: { host: string; port: number }): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: ANSWER_LIMIT_MILLISECONDS });
    socket.once('connect', () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once('timeout', () => socket.destroy(new Error('no answer')));
    socket.once('error', (error) => resolve(error.message));
  });
}
