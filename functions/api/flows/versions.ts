import type { Json } from '#flows/language/json.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import { isLive, readHead } from '#functions/store/flow.ts';
import { readCompiled, readVersion, type StoredVersion, listVersions as versionsOf } from '#functions/store/version.ts';
import type { Handle } from '../door/call.ts';
import { pageOf } from '../door/page.ts';

/** Published versions, newest first. */
export const listVersions: Handle<'listVersions'> = async ({ params, query }) => {
  const head = await readHead(params.id);
  if (!head) throw new AppError(404, 'noFlow', { params });
  const { items, next } = await versionsOf(params.id, pageOf(query));
  const active = isLive(head) ? head.published?.version : undefined;
  // Versions of a deleted flow of the same id are its runs' alone; one on its way is not published yet.
  const own = items.filter(
    ({ version, publishedAt }) => version <= (head.published?.version ?? 0) && publishedAt >= head.createdAt,
  );
  return { items: own.map((version) => showVersion(version, active)), ...(next && own.length > 0 && { next }) };
};

/** One published version with its text and state machine. */
export const getVersion: Handle<'getVersion'> = async ({ params }) => {
  const [head, version] = await Promise.all([readHead(params.id), readVersion(params.id, params.version)]);
  if (!version) throw new AppError(404, 'noVersion', { params });
  const { definition, sourceMap } = await readCompiled(version.compiledHash);
  const { source, format } = version;
  const active = head && isLive(head) ? head.published?.version : undefined;
  return { ...showVersion(version, active), source, format, definition, sourceMap: sourceMap as unknown as Json };
};

function showVersion({ version, publishedAt, publishedBy, type }: StoredVersion, active: number | undefined) {
  return { version, publishedAt, publishedBy, type, active: version === active };
}
