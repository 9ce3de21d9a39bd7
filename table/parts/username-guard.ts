import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { usernameEntity } from '../entities/username';
import { TableError } from '../errors';
import { usernameKeys } from '../keys';
import type { Table } from '../table';
import type { UserKey } from './user-key';

/** Takes a username for a user, if nobody has it: a part of the transaction that writes the user. */
export const takeUsername = (table: Table, username: string, { companyName, email }: UserKey) =>
  usernameEntity(table)
    .build(PutTransaction)
    .item({ username, companyName, email })
    .options({ condition: { attr: 'username', exists: false } });

/** Lets a username go: a part of the transaction that changes or removes the user who has it. */
export const releaseUsername = (table: Table, username: string) =>
  usernameEntity(table).build(DeleteTransaction).key({ username });

/** Whether two usernames are one: they have the same guard. */
export const isSameUsername = (one: string, other: string): boolean =>
  usernameKeys.pk.format({ username: one }) === usernameKeys.pk.format({ username: other });

/** The error of a username that somebody has. */
export const usernameTaken = (username: string, cause?: unknown): TableError =>
  new TableError('username-taken', `The username ${username} is taken. Choose another one.`, { cause });
