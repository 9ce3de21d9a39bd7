import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Table } from 'dynamodb-onetable';
import { Dynamo } from 'dynamodb-onetable/Dynamo';

/** A key's template: a prefix, and the attribute that follows it. */
const keyOf = (prefix, attribute) => `${prefix}#\${${attribute}}`;

const table = new Table({
  name: process.env.TABLE_NAME,
  client: new Dynamo({ client: new DynamoDBClient({}) }),
  partial: false,
  schema: {
    format: 'onetable:1.1.0',
    version: '1.0.0',
    indexes: { primary: { hash: 'pk', sort: 'sk' }, gsi1: { hash: 'gsi1pk', sort: 'gsi1sk', project: 'all' } },
    models: {
      Company: {
        pk: { type: String, value: keyOf('company', 'name') },
        sk: { type: String, value: 'company#' },
        name: { type: String, required: true },
      },
      User: {
        pk: { type: String, value: keyOf('company', 'companyName') },
        sk: { type: String, value: keyOf('user', 'email') },
        gsi1pk: { type: String, value: keyOf('user', 'email') },
        gsi1sk: { type: String, value: keyOf('company', 'companyName') },
        companyName: { type: String, required: true },
        email: { type: String, required: true },
        name: { type: String, required: true },
      },
    },
    params: { typeField: '_et' },
  },
});

const Company = table.getModel('Company');

export const User = table.getModel('User');

export const handler = async ({ pathParameters: { name } }) => {
  const company = await Company.get({ name }, { consistent: true });
  if (!company) return { statusCode: 404 };
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(company) };
};
