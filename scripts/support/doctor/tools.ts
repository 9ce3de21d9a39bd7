import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { availability } from '../../../local/dynamodb/availability';
import { givenEndpoint } from '../../../local/services/given-endpoint';
import { REPOSITORY } from '../../../stacks/stack';
import { terraformBinary } from '../../../stacks/terraform/run';
import { terraformVersion } from '../../../stacks/terraform/version';
import type { DoctorContext } from './context';
import { failureOf } from './failure';
import { broken, type Found, note, well } from './finding';
import { isOlder } from './versions';

/** The programs that the commands call. */
export async function examineTools({ deployment }: DoctorContext): Promise<Found[]> {
  const isLocal = deployment.deploymentName === 'local';
  const found = await Promise.all([node(), terraform(), git(), ...(isLocal ? [dynamodbLocal()] : [])]);
  return found.flat();
}

function node(): Found {
  const { engines } = JSON.parse(readFileSync(path.join(REPOSITORY, 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  const needed = engines.node.replace('>=', '');
  const version = process.versions.node;
  return isOlder(version, needed)
    ? broken(`Node ${version} is too old.`, `Install Node ${needed} or newer: https://nodejs.org.`)
    : well(`Node ${version}`);
}

/** Since it locks a state in S3 without a table beside it. OpenTofu has it since its own 1.10. */
const OLDEST_TERRAFORM = '1.10.0';

async function terraform(): Promise<Found> {
  const version = await terraformVersion();
  const remedy =
    `Install Terraform ${OLDEST_TERRAFORM} or newer (https://developer.hashicorp.com/terraform/install), or name another ` +
    'binary in TERRAFORM_BINARY_NAME, e.g. tofu.';
  if (!version) return broken(`There is no ${terraformBinary()} that can be run.`, remedy);
  return isOlder(version, OLDEST_TERRAFORM) ? broken(`${version} is too old.`, remedy) : well(version);
}

async function git(): Promise<Found> {
  const version = await promisify(execFile)('git', ['--version']).catch(() => undefined);
  return version
    ? well(version.stdout.trim())
    : note('There is no git: yarn deploy --ref needs it.', 'Install it: https://git-scm.com/downloads.');
}

/** For DynamoDB, its own variable comes first. */
const givenDynamodb = async (): Promise<string | undefined> =>
  (await givenEndpoint('AWS_ENDPOINT_URL_DYNAMODB')) ?? (await givenEndpoint('AWS_ENDPOINT_URL'));

/** One way suffices. */
async function dynamodbLocal(): Promise<Found> {
  const given = await givenDynamodb().catch((error: unknown) => failureOf(error, 'DynamoDB could not be asked'));
  if (typeof given === 'object') return given;
  if (given) return well(`DynamoDB at ${given}, as the environment says`);
  const { docker, java } = await availability();
  if (docker === undefined || java === undefined) {
    const ways = [docker === undefined && 'Docker', java === undefined && 'Java'].filter(Boolean);
    return well(`DynamoDB Local by ${ways.join(' or ')}`);
  }
  return broken(
    `DynamoDB Local cannot be started here: Docker: ${docker}; Java: ${java}.`,
    'Install Java 17 or newer (JAVA_HOME or PATH), or start a Docker engine.',
  );
}
