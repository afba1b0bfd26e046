import { api } from '#functions/contract/api.ts';
import { AppError } from '#functions/middleware/app-error.ts';

export type Api = typeof api;
export type RouteId = keyof Api;

interface Pattern {
  id: RouteId;
  method: string;
  names: string[];
  regex: RegExp;
}

const patterns: Pattern[] = Object.values(api).map(({ id, method, path }) => ({
  id: id as RouteId,
  method,
  names: [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string),
  regex: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '([^/]+)')}$`),
}));

/** The route a request is for with its path's values; AppError 404 or 405 when there is none. */
export function findRoute(method: string, path: string): { id: RouteId; params: Record<string, string> } {
  const fitting = patterns.filter(({ regex }) => regex.test(path));
  const pattern = fitting.find((candidate) => candidate.method === method);
  if (!pattern) {
    if (fitting.length === 0) throw new AppError(404, 'noRoute', { params: { path } });
    const allow = fitting.map((candidate) => candidate.method).join(', ');
    throw new AppError(405, 'noMethod', { params: { method, allow }, headers: { allow } });
  }
  const values = pattern.regex.exec(path)?.slice(1) ?? [];
  return {
    id: pattern.id,
    params: Object.fromEntries(pattern.names.map((name, i) => [name, decode(values[i] ?? '')])),
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new AppError(400, 'badPath');
  }
}
