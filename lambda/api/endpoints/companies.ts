import { createCompany } from '../../../table/patterns/create-company';
import { getCompany } from '../../../table/patterns/get-company';
import { getMemberCount } from '../../../table/patterns/get-member-count';
import { updateCompany } from '../../../table/patterns/update-company';
import { answer, answerCreated, answerVersion } from '../answers';
import { endpoint } from '../endpoint';
import { requireCompany } from '../missing';
import { optional, readCompanyName, readDescription, removable } from '../values';

/** POST /companies: 201 and the company. */
export const postCompany = endpoint(
  { body: { name: readCompanyName, description: optional(readDescription) } },
  async (table, { body }) => {
    const company = await createCompany(table, body);
    return answerCreated(company, `companies/${encodeURIComponent(company.name)}`);
  },
);

/** GET /companies/{name}: 200 and the company. */
export const getOneCompany = endpoint({ path: { name: readCompanyName } }, async (table, { path: { name } }) => {
  const company = await getCompany(table, name);
  return answerVersion(requireCompany(company, name));
});

/** PATCH /companies/{name}: 200 and the company as it is now. */
export const patchCompany = endpoint(
  { path: { name: readCompanyName }, patch: { description: removable(readDescription) }, ifMatch: 'required' },
  async (table, { path: { name }, patch, expectedVersion }) =>
    answerVersion(await updateCompany(table, name, patch, expectedVersion)),
);

/** GET /companies/{name}/member-count: 200 and the number, which follows the memberships a moment later. */
export const getMemberCountOfCompany = endpoint(
  { path: { name: readCompanyName } },
  async (table, { path: { name } }) => {
    const memberCount = await getMemberCount(table, name);
    if (memberCount === 0) requireCompany(await getCompany(table, name), name);
    return answer(200, { companyName: name, memberCount });
  },
);
