import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

function bytes(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sum + bytes(path);
    return sum + (entry.isFile() ? statSync(path).size : 0);
  }, 0);
}

const root = join(import.meta.dirname, '..', 'node_modules');
const packages = readdirSync(root)
  .filter((name) => !name.startsWith('.'))
  .flatMap((name) => (name.startsWith('@') ? readdirSync(join(root, name)).map((inner) => `${name}/${inner}`) : [name]))
  .map((name) => ({ name, bytes: bytes(join(root, name)) }))
  .sort((a, b) => b.bytes - a.bytes);

const megabytes = (count: number): string => `${(count / 1e6).toFixed(1).padStart(8)} MB`;
for (const each of packages.slice(0, 10)) console.log(`${megabytes(each.bytes)}  ${each.name}`);
console.log(`${megabytes(packages.reduce((sum, each) => sum + each.bytes, 0))}  all ${packages.length} packages`);
