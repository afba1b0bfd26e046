import type { Compilation } from '#flows/compiler/compile-text.ts';
import { environment } from '#functions/aws/environment.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import { compileApart } from '#functions/runs/workshop.ts';
import { connectorsOfConnections } from '#functions/store/connection.ts';
import type { FlowText } from '#functions/store/flow.ts';
import { readSettings } from '#functions/store/settings.ts';

/** Compiles texts as this workspace would publish them now; AppError `flowTooSlow` for one that takes too long. */
export async function compiler(): Promise<(text: Pick<FlowText, 'source' | 'format'>) => Promise<Compilation>> {
  const [connections, { timeZone, holidays, makeUpDays }] = await Promise.all([
    connectorsOfConnections(),
    readSettings(),
  ]);
  const deployment = { functionArn: environment('MILLRACE_FUNCTION_ARN'), timeZone, holidays, makeUpDays };
  return async ({ source, format }) => {
    const compilation = await compileApart(source, format, { connections, deployment });
    if (!compilation) throw new AppError(422, 'flowTooSlow', { field: 'body.source' });
    return compilation;
  };
}
