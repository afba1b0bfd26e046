import { compile } from '#flows/compiler/compile.ts';
import type { CompileResult } from '#flows/compiler/compiled.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { environment } from '#functions/aws/environment.ts';
import { connectorsOfConnections } from '#functions/store/connection.ts';
import type { FlowText } from '#functions/store/flow.ts';
import { readSettings } from '#functions/store/settings.ts';

/** Compiles texts as this workspace would publish them now. */
export async function compiler(): Promise<(text: Pick<FlowText, 'source' | 'format'>) => CompileResult> {
  const [connections, { timeZone, holidays, makeUpDays }] = await Promise.all([
    connectorsOfConnections(),
    readSettings(),
  ]);
  const deployment = { functionArn: environment('MILLRACE_FUNCTION_ARN'), timeZone, holidays, makeUpDays };
  return ({ source, format }) => compile(source, format, { catalogue, connections, deployment });
}
