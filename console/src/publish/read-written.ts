import type { WrittenFlow } from '#flows/editing/changes-between.ts';
import type { Calendar } from '#flows/language/calendar.ts';
import { Compiler } from '../compile/compiler.ts';

/** A text as a flow and as it is written, read beside the page; undefined when it has no meaning as a flow. */
export async function readWritten(
  { source, format }: { source: string; format: 'yaml' | 'json' },
  calendar: Calendar,
): Promise<WrittenFlow | undefined> {
  const compiler = new Compiler();
  try {
    const { flow, written } = await compiler.compile(source, format, {
      connections: undefined,
      flows: undefined,
      calendar,
    });
    return flow && written && { flow, written };
  } finally {
    compiler.close();
  }
}
