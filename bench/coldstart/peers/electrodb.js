import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Entity } from 'electrodb';

const configuration = { client: new DynamoDBClient({}), table: process.env.TABLE_NAME };

/** A key of the form of that prefix and the attributes after it. ElectroDB would write it in lower case. */
const keyOf = (field, prefix, ...composite) => ({
  field,
  composite,
  template: composite.length === 0 ? `${prefix}#` : [prefix, ...composite.map((name) => `\${${name}}`)].join('#'),
  casing: 'none',
});

const text = { type: 'string', required: true };
const optionalText = { type: 'string' };
const number = { type: 'number', required: true };
const membership = { companyName: text, userCompanyName: text, email: text, joinedAt: text };

const companyPartition = keyOf('pk', 'company', 'companyName');

const entity = (name, attributes, pk, sk, otherIndexes = {}) =>
  new Entity(
    {
      model: { entity: name, service: 'groundwork', version: '1' },
      attributes,
      indexes: { primary: { pk, sk }, ...otherIndexes },
    },
    configuration,
  );

const Company = entity(
  'Company',
  { name: text, description: optionalText, version: number },
  keyOf('pk', 'company', 'name'),
  keyOf('sk', 'company'),
);

export const OTHERS = [
  entity(
    'User',
    {
      companyName: text,
      email: text,
      name: text,
      username: optionalText,
      dateOfBirth: optionalText,
      version: number,
    },
    companyPartition,
    keyOf('sk', 'user', 'email'),
    {
      byEmail: {
        index: 'gsi1',
        pk: keyOf('gsi1pk', 'user', 'email'),
        sk: keyOf('gsi1sk', 'company', 'companyName'),
      },
      byDateOfBirth: {
        index: 'usersByDateOfBirth',
        pk: companyPartition,
        sk: { field: 'dateOfBirth', composite: ['dateOfBirth'], casing: 'none' },
      },
    },
  ),
  entity(
    'Username',
    { username: text, companyName: text, email: text },
    keyOf('pk', 'username', 'username'),
    keyOf('sk', 'username'),
  ),
  entity('CompanyMember', membership, companyPartition, keyOf('sk', 'member', 'userCompanyName', 'email')),
  entity(
    'UserMembership',
    membership,
    keyOf('pk', 'user', 'userCompanyName', 'email'),
    keyOf('sk', 'company', 'companyName'),
  ),
  entity(
    'Invitation',
    { companyName: text, email: text, expiresAt: number },
    companyPartition,
    keyOf('sk', 'invitation', 'email'),
  ),
  entity('MemberCount', { companyName: text, members: number }, companyPartition, keyOf('sk', 'member-count')),
  entity(
    'CountedRecord',
    { eventId: text, expiresAt: number },
    keyOf('pk', 'counted', 'eventId'),
    keyOf('sk', 'counted'),
  ),
];

export const handler = async ({ pathParameters }) => {
  const { data: company } = await Company.get({ name: pathParameters.name }).go({ consistent: true });
  if (!company) return { statusCode: 404 };
  const { name, description, version } = company;
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json', etag: `"${version}"` },
    body: JSON.stringify({ name, description, version }),
  };
};
