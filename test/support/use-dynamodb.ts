import { endpointVariable, type Kind } from './endpoint-variable';

declare const LOCAL_DYNAMODB: Kind;

// In each worker, before the test file: the SDK finds the DynamoDB Local of this kind of tests by its own variables.
process.env.AWS_ENDPOINT_URL_DYNAMODB = process.env[endpointVariable(LOCAL_DYNAMODB)];
process.env.AWS_REGION = 'eu-central-1';
process.env.AWS_ACCESS_KEY_ID = 'local';
process.env.AWS_SECRET_ACCESS_KEY = 'local';
