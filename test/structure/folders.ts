const flows = ['flows/*'];
const store = ['functions/store', 'functions/store/table'];
const shared = ['functions/aws', 'functions/middleware', ...store, 'functions/runs', 'functions/publish'];
const door = [...flows, ...shared, 'functions/contract', 'functions/connectors/ports'];

/**
 * What each folder may import beside itself; `flows/*` is every folder in it, a `*` within a name any one folder. The
 * longest name that fits a file counts.
 */
export const folders: Readonly<Record<string, readonly string[]>> = {
  'flows/text': ['flows/connectors/*/texts'],
  'flows/language': ['flows/text'],
  'flows/expression': ['flows/text', 'flows/language'],
  'flows/connectors/*/texts': [],
  'flows/connectors': ['flows/text', 'flows/language'],
  'flows/engine': ['flows/text', 'flows/language', 'flows/expression'],
  'flows/compiler': ['flows/text', 'flows/language', 'flows/expression', 'flows/connectors'],
  'flows/history': ['flows/text', 'flows/language', 'flows/expression', 'flows/engine', 'flows/compiler'],
  'flows/trial': [
    'flows/text',
    'flows/language',
    'flows/expression',
    'flows/connectors',
    'flows/engine',
    'flows/compiler',
    'flows/history',
  ],
  'flows/editing': ['flows/text', 'flows/language', 'flows/expression', 'flows/compiler'],
  'flows/templates': ['flows/language'],
  flows,
  'functions/contract': [],
  'functions/middleware': flows,
  'functions/aws': flows,
  'functions/store/table': ['functions/aws'],
  'functions/store': [...flows, 'functions/aws', 'functions/middleware', 'functions/store/table'],
  'functions/runs': [...flows, 'functions/aws', 'functions/middleware', ...store],
  'functions/publish': [...flows, 'functions/aws', 'functions/middleware', ...store],
  'functions/connectors/ports': flows,
  'functions/connectors/call': door,
  'functions/connectors': [...door, 'functions/connectors/call'],
  'functions/webhook': door,
  'functions/dispatch': door,
  'functions/steps': door,
  'functions/ledger': door,
  'functions/api': [...door, 'functions/connectors/call'],
  infra: [],
  'infra/aws': [...flows, 'functions/*', 'infra'],
  'infra/local': [...flows, 'functions/*', 'infra'],
  cli: [...flows, 'functions/contract', 'infra/local'],
  'console/src/i18n': flows,
  'console/src/api': ['functions/contract', 'console/src'],
  'console/src/compile': [...flows, 'console/src'],
  'console/src/app': [...flows, 'console/src/api', 'console/src/compile', 'console/src/i18n'],
  'console/src/ui': ['console/src/api', 'console/src/app'],
  'console/src/forms': [
    ...flows,
    ...'api app conditions data drawing editor i18n schedule ui'.split(' ').map((name) => `console/src/${name}`),
  ],
  'console/src/conditions': [
    ...flows,
    ...'app data drawing forms i18n ui'.split(' ').map((name) => `console/src/${name}`),
  ],
  'console/src/schedule': [...flows, ...'app forms i18n ui'.split(' ').map((name) => `console/src/${name}`)],
  'console/src/editor': [...flows, 'console/src/app', 'console/src/data', 'console/src/forms'],
  'console/src/data': [...flows, ...'api app drawing forms i18n ui'.split(' ').map((name) => `console/src/${name}`)],
  'console/src/drawing': [...flows, 'console/src/api', 'console/src/app', 'console/src/ui'],
  'console/src/parts': [
    ...flows,
    ...'api app compile data drawing forms i18n ui'.split(' ').map((name) => `console/src/${name}`),
  ],
  'console/src/publish': [
    ...flows,
    ...'api app builder compile drawing forms ui'.split(' ').map((name) => `console/src/${name}`),
  ],
  'console/src/trial': [
    ...flows,
    ...'api app drawing parts ui'.split(' ').map((name) => `console/src/${name}`),
    'console/src',
  ],
  'console/src/builder': [
    ...flows,
    ...'api app compile data drawing editor forms i18n parts ui'.split(' ').map((name) => `console/src/${name}`),
  ],
  'console/src/pages': [...flows, 'console/src', 'console/src/*'],
  'console/src': ['console/src/*'],
};

/** The folder of the table that a file lies in; undefined for one of none. */
export function folderOf(file: string): string | undefined {
  return Object.keys(folders)
    .filter((name) => new RegExp(`^${name.replace('*', '[^/]+')}/`).test(file))
    .sort((a, b) => b.length - a.length)[0];
}

/** Whether a file of one folder may import a file of another. */
export function mayImport(from: string, to: string): boolean {
  if (from === to) return true;
  return (folders[from] ?? []).some((name) => name === to || (name.endsWith('/*') && to.startsWith(name.slice(0, -1))));
}
