import { compile as compileText } from '#flows/compiler/compile.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { CliError } from '../cli-error.ts';
import type { Command } from '../command.ts';
import { printFindings, shownFinding } from '../findings.ts';
import { readFlowFile } from '../flow-file.ts';

/** Prints what a flow compiles to, without a server. */
export const compile: Command = {
  usage: 'compile FILE',
  async run({ line, output }) {
    const [file] = line.words;
    if (file === undefined || line.words.length > 1) throw new CliError('missing', { usage: compile.usage });
    const { source, format } = readFlowFile(file);
    const { compiled, problems } = compileText(source, format, { catalogue });
    const findings = problems.map((problem) => shownFinding(problem, output));
    if (!compiled) {
      printFindings(file, problems, output);
      output.result({ findings });
      return false;
    }
    const { flow, type, deadline, definition, subscription, schedule, connectors, connections, cost, sourceMap } =
      compiled;
    const shown = {
      flow,
      type,
      deadline,
      definition,
      subscriptions: [subscription],
      schedules: schedule ? [schedule] : [],
      connectors,
      connections,
      cost,
      sourceMap,
      findings,
    };
    output.result(shown);
    output.line(JSON.stringify(shown, null, 2));
    return true;
  },
};
