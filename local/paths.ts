import path from 'node:path';

/** The repository's root. */
export const REPOSITORY = path.resolve(__dirname, '..');

/** Where `local` keeps all that it makes: removing the folder makes it new. */
const root = path.join(REPOSITORY, '.local');

export const localPaths = {
  root,
  services: path.join(root, 'services.json'),
  startLock: path.join(root, 'starting.lock'),
  dynamodbData: path.join(root, 'dynamodb'),
  awsState: path.join(root, 'aws'),
  logs: path.join(root, 'logs'),
  rights: path.join(root, 'rights.json'),
};
