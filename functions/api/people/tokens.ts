import { AppError } from '#functions/middleware/app-error.ts';
import { keepToken, newToken, revokeToken as revoke, listTokens as tokensOf } from '#functions/store/token.ts';
import type { Handle } from '../door/call.ts';
import { pageOf } from '../door/page.ts';

/** API tokens without their secret. */
export const listTokens: Handle<'listTokens'> = async ({ query }) => {
  const page = await tokensOf(pageOf(query));
  return {
    ...page,
    items: page.items.map(({ id, name, role, createdAt, createdBy, lastUsedAt }) => {
      return { id, name, role, createdAt, createdBy, ...(lastUsedAt && { lastUsedAt }) };
    }),
  };
};

/** Makes a token and shows it this once. */
export const createToken: Handle<'createToken'> = async ({ body, caller, now }) => {
  const token = newToken();
  const about = { ...body, createdAt: new Date(now).toISOString(), createdBy: caller.name };
  return { id: (await keepToken(token, about)).id, token };
};

/** Makes a token worthless. */
export const revokeToken: Handle<'revokeToken'> = async ({ params }) => {
  if (!(await revoke(params.id))) throw new AppError(404, 'noToken', { params });
};
