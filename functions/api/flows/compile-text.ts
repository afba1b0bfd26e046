import type { Compilation } from '#flows/compiler/compile-text.ts';
import { eachStep } from '#flows/language/each-step.ts';
import type { Flow } from '#flows/language/flow.ts';
import { environment } from '#functions/aws/environment.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import { compileApart } from '#functions/runs/workshop.ts';
import { connectorsOfConnections } from '#functions/store/connection.ts';
import { type FlowText, isLive, readHeads } from '#functions/store/flow.ts';
import { readSettings } from '#functions/store/settings.ts';

/** Compiles texts as this workspace would publish them now; AppError `flowTooSlow` for one that takes too long. */
export async function compiler(): Promise<(text: Pick<FlowText, 'source' | 'format'>) => Promise<Compilation>> {
  const [connections, { timeZone, holidays, makeUpDays }] = await Promise.all([
    connectorsOfConnections(),
    readSettings(),
  ]);
  const deployment = { functionArn: environment('MILLRACE_FUNCTION_ARN'), timeZone, holidays, makeUpDays };
  const compile = async ({ source, format }: Pick<FlowText, 'source' | 'format'>, flows: Record<string, boolean>) => {
    const compilation = await compileApart(source, format, { connections, deployment, flows });
    if (!compilation) throw new AppError(422, 'flowTooSlow', { field: 'body.source' });
    return compilation;
  };
  return async (text) => {
    const compilation = await compile(text, {});
    const called = compilation.flow ? calledFlows(compilation.flow) : [];
    return called.length === 0 ? compilation : compile(text, await published(called));
  };
}

function calledFlows({ steps }: Flow): string[] {
  return [...new Set(eachStep(steps).flatMap((step) => (step.kind === 'call' ? [step.flow] : [])))];
}

/** Whether each of the flows that exist is published. */
async function published(ids: string[]): Promise<Record<string, boolean>> {
  return Object.fromEntries((await readHeads(ids)).map((head) => [head.id, isLive(head)]));
}
