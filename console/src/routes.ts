import type { Component } from 'svelte';
import type { PageShape } from './ui/page-shape.ts';

interface PageRoute {
  path: string;
  /** Entry of the navigation that is marked while the page is open. */
  section: Section;
  shape: PageShape;
  load(): Promise<{ default: Component<Record<string, string>> }>;
}

export type Section = 'flows' | 'runs' | 'upcoming' | 'connections' | 'templates' | 'settings';

const page = (module: Promise<{ default: unknown }>) =>
  module as Promise<{ default: Component<Record<string, string>> }>;

/** Every page by its path; `:name` hands the part over as a property of the page. */
const routes: PageRoute[] = [
  { path: '/', section: 'flows', shape: 'list', load: () => page(import('./pages/flows/FlowsPage.svelte')) },
  { path: '/flows', section: 'flows', shape: 'list', load: () => page(import('./pages/flows/FlowsPage.svelte')) },
  { path: '/flows/:id', section: 'flows', shape: 'editor', load: () => page(import('./pages/flow/FlowPage.svelte')) },
  {
    path: '/flows/:id/publish',
    section: 'flows',
    shape: 'form',
    load: () => page(import('./pages/flow/PublishPage.svelte')),
  },
  { path: '/runs', section: 'runs', shape: 'list', load: () => page(import('./pages/runs/RunsPage.svelte')) },
  { path: '/runs/:id', section: 'runs', shape: 'run', load: () => page(import('./pages/run/RunPage.svelte')) },
  { path: '/events', section: 'runs', shape: 'list', load: () => page(import('./pages/events/EventsPage.svelte')) },
  {
    path: '/undelivered',
    section: 'runs',
    shape: 'list',
    load: () => page(import('./pages/events/UndeliveredPage.svelte')),
  },
  {
    path: '/upcoming',
    section: 'upcoming',
    shape: 'list',
    load: () => page(import('./pages/upcoming/UpcomingPage.svelte')),
  },
  {
    path: '/connections',
    section: 'connections',
    shape: 'list',
    load: () => page(import('./pages/connections/ConnectionsPage.svelte')),
  },
  {
    path: '/connections/:name',
    section: 'connections',
    shape: 'form',
    load: () => page(import('./pages/connections/ConnectionPage.svelte')),
  },
  {
    path: '/connect',
    section: 'connections',
    shape: 'cards',
    load: () => page(import('./pages/connections/ConnectPage.svelte')),
  },
  {
    path: '/connect/:connector',
    section: 'connections',
    shape: 'form',
    load: () => page(import('./pages/connections/NewConnectionPage.svelte')),
  },
  {
    path: '/templates',
    section: 'templates',
    shape: 'cards',
    load: () => page(import('./pages/templates/TemplatesPage.svelte')),
  },
  {
    path: '/templates/:id',
    section: 'templates',
    shape: 'editor',
    load: () => page(import('./pages/templates/TemplatePage.svelte')),
  },
  {
    path: '/settings',
    section: 'settings',
    shape: 'form',
    load: () => page(import('./pages/settings/SettingsPage.svelte')),
  },
];

/** The page for a path with the named parts of it; undefined where there is none. */
export function matchRoute(path: string): { route: PageRoute; params: Record<string, string> } | undefined {
  for (const route of routes) {
    const params = match(route.path, path);
    if (params) return { route, params };
  }
  return undefined;
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.replace(/(.)\/$/, '$1').split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const value = given[i]!;
    if (part.startsWith(':') && value) params[part.slice(1)] = decode(value);
    else if (part !== value) return undefined;
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
