import { AppError } from '#functions/middleware/app-error.ts';
import { readHead } from '#functions/store/flow.ts';

/** The run that `start` gives; tells a person why there is none. */
export async function startable(flow: string, start: () => Promise<string | undefined>): Promise<{ run: string }> {
  const params = { id: flow };
  try {
    const run = await start();
    if (run !== undefined) return { run };
  } catch (cause) {
    if (cause instanceof AppError && cause.status === 413) throw new AppError(413, 'inputTooLarge', { cause });
    if (cause instanceof AppError && cause.code === 'full') throw new AppError(409, 'full', { params, cause });
    throw cause;
  }
  throw (await readHead(flow)) ? new AppError(409, 'notOn', { params }) : new AppError(404, 'noFlow', { params });
}
