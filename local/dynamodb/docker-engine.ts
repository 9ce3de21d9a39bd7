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

function probe(place: string): Promise<string | undefined> {
  const [, host, port] = /^(?:tcp|https?):\/\/\[?([^/]+?)\]?(?::(\d+))?\/?$/.exec(place) ?? [];
  return host === undefined ? ping(place.replace(/^(unix|npipe):\/\//, '')) : connects(host, Number(port ?? 2375));
}

function ping(socketPath: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { socketPath, path: '/_ping', timeout: ANSWER_LIMIT_MILLISECONDS };
    const call = request(options, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? undefined : `status ${response.statusCode}`);
    });
    call.once('timeout', () => call.destroy(new Error('no answer')));
    call.once('error', (error) => resolve(error.message));
    call.end();
  });
}

/** A host may want TLS, which is Testcontainers' business: that it can be reached has to do. */
function connects(host: string, port: number): Promise<string | undefined> {
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
