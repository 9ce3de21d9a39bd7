import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Entity } from 'electrodb';

/** A key's template: a prefix, and the attribute that follows it. */
const keyOf = (prefix, attribute) => `${prefix}#\${${attribute}}`;

const configuration = { client: new DynamoDBClient({}), table: process.env.TABLE_NAME };

/** ElectroDB would write the keys in lower case. */
const casing = 'none';

const companyPartition = { composite: ['companyName'], template: keyOf('company', 'companyName'), casing };
const userPartition = { composite: ['email'], template: keyOf('user', 'email'), casing };

const Company = new Entity(
  {
    model: { entity: 'Company', service: 'groundwork', version: '1' },
    attributes: { name: { type: 'string', required: true } },
    indexes: {
      byName: {
        pk: { field: 'pk', composite: ['name'], template: keyOf('company', 'name'), casing },
        sk: { field: 'sk', composite: [], template: 'company#', casing },
      },
    },
  },
  configuration,
);

export const User = new Entity(
  {
    model: { entity: 'User', service: 'groundwork', version: '1' },
    attributes: {
      companyName: { type: 'string', required: true },
      email: { type: 'string', required: true },
      name: { type: 'string', required: true },
    },
    indexes: {
      byCompany: { pk: { field: 'pk', ...companyPartition }, sk: { field: 'sk', ...userPartition } },
      byEmail: {
        index: 'gsi1',
        pk: { field: 'gsi1pk', ...userPartition },
        sk: { field: 'gsi1sk', ...companyPartition },
      },
    },
  },
  configuration,
);

export const handler = async ({ pathParameters: { name } }) => {
  const { data } = await Company.get({ name }).go({ consistent: true });
  if (!data) return { statusCode: 404 };
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(data) };
};
