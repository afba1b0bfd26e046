import type { Json } from '#flows/language/json.ts';

/** Headers of a delivery that matter to us; the identifier is equal for repeated deliveries. */
export const sampleHeaders = {
  'content-type': 'application/json; charset=utf-8',
  'x-atlassian-webhook-identifier': '5f0c0d3e-0001-4a52-9a5c-0f2d3c4b5a69',
  'user-agent': 'Atlassian Webhook HTTP Client',
};

/** The condition that the issue is in one of the projects, judged by its key since not every payload has the project. */
export function inProjects(projects: string[] | undefined): Json[] {
  return projects ? [{ left: '{{ $substringBefore($trigger.issue.key, "-") }}', op: 'in', right: projects }] : [];
}
