import type { ObjectPlace, Objects } from '#flows/engine/objects.ts';
import type { S3 } from '../s3/start-s3.ts';

/** Parsed objects that are remembered: loops under way come back to theirs with every item. */
const remembered = 8;

/** The objects of a bucket, as distributed Maps read and write them. */
export function storedObjects(s3: Pick<S3['operations'], 'GetObject' | 'PutObject'>): Objects {
  const parsed = new Map<string, unknown>();
  return {
    async read<T>(place: ObjectPlace, as: string, parse: (text: string) => T): Promise<T | undefined> {
      const name = JSON.stringify([place.bucket, place.key, as]);
      const known = parsed.get(name) as T | undefined;
      const value = known ?? (await load(place, parse));
      if (value === undefined) return undefined;
      parsed.delete(name);
      parsed.set(name, value);
      if (parsed.size > remembered) parsed.delete(parsed.keys().next().value!);
      return value;
    },
    async write({ bucket, key }, text) {
      await s3.PutObject({ Bucket: bucket, Key: key, Body: text, ContentType: 'application/json' });
    },
  };

  async function load<T>({ bucket, key }: ObjectPlace, parse: (text: string) => T): Promise<T | undefined> {
    try {
      const { Body } = await s3.GetObject({ Bucket: bucket, Key: key });
      return parse(await Body.transformToString());
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') return undefined;
      throw error;
    }
  }
}

/** The same without writing: for looking at what has happened. */
export function readOnly(objects: Objects | undefined): Objects | undefined {
  return objects && { ...objects, write: async () => undefined };
}
