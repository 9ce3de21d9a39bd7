import dynamoose from 'dynamoose';

/** The table is there: neither made nor waited for. */
const settings = { create: false, update: false, waitForActive: false };

const keys = { pk: { type: String, hashKey: true }, sk: { type: String, rangeKey: true } };
const text = { type: String, required: true };
const number = { type: Number, required: true };
const membership = { companyName: text, userCompanyName: text, email: text, joinedAt: text };

const model = (name, attributes) => dynamoose.model(name, new dynamoose.Schema({ ...keys, ...attributes }));

const Company = model('Company', { name: text, description: String, version: number });

export const OTHERS = [
  model('User', {
    pk: { ...keys.pk, index: { name: 'usersByDateOfBirth', type: 'global', rangeKey: 'dateOfBirth' } },
    gsi1pk: { type: String, index: { name: 'gsi1', type: 'global', rangeKey: 'gsi1sk' } },
    gsi1sk: String,
    companyName: text,
    email: text,
    name: text,
    username: String,
    dateOfBirth: String,
    version: number,
  }),
  model('Username', { username: text, companyName: text, email: text }),
  model('CompanyMember', membership),
  model('UserMembership', membership),
  model('Invitation', { companyName: text, email: text, expiresAt: number }),
  model('MemberCount', { companyName: text, members: number }),
  model('CountedRecord', { eventId: text, expiresAt: number }),
];

new dynamoose.Table(process.env.TABLE_NAME, [Company, ...OTHERS], settings);

export const handler = async ({ pathParameters }) => {
  const company = await Company.get({ pk: `company#${pathParameters.name}`, sk: 'company#' }, { consistent: true });
  if (!company) return { statusCode: 404 };
  const { name, description, version } = company;
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json', etag: `"${version}"` },
    body: JSON.stringify({ name, description, version }),
  };
};
