import { AwsError } from '../aws-error.ts';
import { callOperation, type Operations } from '../call-operation.ts';
import type { Protocol, WireRequest } from './exchange.ts';
import { readJson, type SpecialMembers, writeJson } from './json-body.ts';

/** One operation: its method, its path with `{Member}` for what the path carries, and the members in the query. */
export interface RestRoute {
  operation: string;
  method: string;
  path: string;
  query: Readonly<Record<string, string>>;
  /** Members of the query that are numbers. */
  numbers: readonly string[];
}

/** REST-JSON: operations by method and path, the rest of the input in query and body. */
export function restJson(operations: Operations, routes: readonly RestRoute[], special: SpecialMembers): Protocol {
  return {
    async answer(request) {
      for (const route of routes) {
        const members = matchRoute(route, request);
        if (!members) continue;
        const input = { ...readJson(request.body, special), ...queryMembers(route, request.query), ...members };
        const output = await callOperation(operations, route.operation, input);
        return { status: 200, headers: { 'content-type': 'application/json' }, body: writeJson(output) };
      }
      throw new AwsError('UnknownOperationException', `There is no ${request.method} /${request.path.join('/')}.`, 404);
    },
    error: (_, { name, message, status }) => ({
      status,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': name },
      body: JSON.stringify({ Message: message }),
    }),
  };
}

function matchRoute({ method, path }: RestRoute, request: WireRequest): Record<string, string> | undefined {
  const wanted = path.split('/').slice(1);
  if (method !== request.method || wanted.length !== request.path.length) return undefined;
  const members: Record<string, string> = {};
  for (const [place, part] of wanted.entries()) {
    const value = request.path[place]!;
    const member = /^\{(\w+)\}$/.exec(part)?.[1];
    if (member) members[member] = value;
    else if (part !== value) return undefined;
  }
  return members;
}

function queryMembers({ query, numbers }: RestRoute, given: URLSearchParams): Record<string, string | number> {
  const found = Object.entries(query).filter(([parameter]) => given.has(parameter));
  return Object.fromEntries(
    found.map(([parameter, member]) => {
      const value = given.get(parameter)!;
      return [member, numbers.includes(member) ? Number(value) : value];
    }),
  );
}
