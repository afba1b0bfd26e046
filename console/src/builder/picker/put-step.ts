import type { Gap } from '#flows/editing/command.ts';
import { eachStep } from '#flows/language/each-step.ts';
import type { App } from '../../app/app.svelte.ts';
import { splitUse } from '../../app/workspace.svelte.ts';
import type { Connection } from '../../parts/connections/connection.ts';
import type { Builder } from '../builder.svelte.ts';
import { namedStep } from '../named-step.ts';
import { newStep } from './new-step.ts';
import { noteChoice } from './recent-choices.ts';
import type { StepChoice } from './step-choice.ts';

interface Putting {
  choice: StepChoice;
  at: Gap;
  connections: readonly Connection[];
}

/** Puts what was picked into a gap, under a good name and with the connection that is beyond doubt; it is chosen then. */
export function putStep(app: App, builder: Builder, { choice, at, connections }: Putting): Promise<boolean> {
  noteChoice(localStorage, choice.id);
  const blank = newStep(choice, {
    freeName: (stem) => builder.freeName(stem),
    connection: connectionFor(app, builder, choice, connections),
  });
  const step = namedStep(blank, choice.title, app.language.current, builder.live.flow?.steps ?? []);
  return builder.do({ do: 'insert', at, step }, app.t('builder.did.insert', { what: choice.title }));
}

/** The connection that the flow goes through already, or the only one there is. */
function connectionFor(
  app: App,
  builder: Builder,
  { what }: StepChoice,
  connections: readonly Connection[],
): string | undefined {
  if (what.kind !== 'action' || app.workspace.operation(what.use)?.connection === 'none') return undefined;
  const [connector] = splitUse(what.use);
  const fitting = connections.filter((each) => each.connector === connector).map(({ name }) => name);
  const used = eachStep(builder.live.flow?.steps ?? []).flatMap((step) =>
    step.kind === 'action' && step.connection !== undefined ? [step.connection] : [],
  );
  return used.find((name) => fitting.includes(name)) ?? (fitting.length === 1 ? fitting[0] : undefined);
}
