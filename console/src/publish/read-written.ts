import type { WrittenFlow } from '#flows/editing/changes-between.ts';
import type { Calendar } from '#flows/language/calendar.ts';
import { Compiler } from '../compile/compiler.ts';
import type { Compiled } from '../compile/protocol.ts';

/** A text as it is read; `result` tells its kind of machine and its cost, and is absent while a finding is an error. */
export interface ReadText extends WrittenFlow {
  result: Compiled['result'];
}

/** A text as a flow and as it is written, read beside the page; undefined when it has no meaning as a flow. */
export async function readWritten(
  { source, format }: { source: string; format: 'yaml' | 'json' },
  calendar: Calendar,
): Promise<ReadText | undefined> {
  const compiler = new Compiler();
  try {
    const { flow, written, result } = await compiler.compile(source, format, {
      connections: undefined,
      flows: undefined,
      calendar,
    });
    return flow && written && { flow, written, result };
  } finally {
    compiler.close();
  }
}
