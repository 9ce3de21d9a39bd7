import { createCompany, createCompanyPattern } from '../../../../table/patterns/create-company';
import { getCompany, getCompanyPattern } from '../../../../table/patterns/get-company';
import { getMemberCount, getMemberCountPattern } from '../../../../table/patterns/get-member-count';
import { updateCompany, updateCompanyPattern } from '../../../../table/patterns/update-company';
import { newCompany, newName } from './items';
import type { Scenario } from './scenario';

/** By the name of the access pattern. */
export const COMPANY_SCENARIOS: Record<string, Scenario> = {
  [createCompanyPattern.name]: (table) => createCompany(table, { name: newName() }),

  [getCompanyPattern.name]: async (table, owner) => getCompany(table, (await newCompany(owner)).name),

  [updateCompanyPattern.name]: async (table, owner) => {
    const { name, version } = await newCompany(owner);
    await updateCompany(table, name, { description: 'Makes engines' }, version);
  },

  [getMemberCountPattern.name]: async (table, owner) => getMemberCount(table, (await newCompany(owner)).name),
};
