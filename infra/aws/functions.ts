import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Architecture, type Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { blueprint } from '../blueprint.ts';

const root = join(import.meta.dirname, '../..');
// Some packages still call require; a bundle in module form has to be given one.
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** One Lambda function per duty and per connector, each its own bundle. */
export class Functions extends Construct {
  private readonly byName = new Map<string, NodejsFunction>();

  constructor(scope: Construct, id: string, plan: typeof blueprint, environment: Record<string, string>) {
    super(scope, id);
    for (const each of plan.functions) {
      this.byName.set(
        each.name,
        new NodejsFunction(this, each.name, {
          functionName: `${plan.functionPrefix}${each.name}`,
          entry: join(root, each.entry),
          projectRoot: root,
          depsLockFilePath: join(root, 'package-lock.json'),
          handler: 'handler',
          runtime: Runtime.NODEJS_24_X,
          architecture: Architecture.ARM_64,
          memorySize: each.memoryMB,
          timeout: Duration.seconds(each.timeoutSeconds),
          environment,
          logGroup: new LogGroup(this, `${each.name}Log`, { retention: RetentionDays.ONE_MONTH }),
          bundling: {
            format: OutputFormat.ESM,
            minify: true,
            target: 'node24',
            banner,
            mainFields: ['module', 'main'],
          },
        }),
      );
    }
  }

  /** The function of that name in the blueprint. */
  named(name: string): LambdaFunction {
    const found = this.byName.get(name);
    if (!found) throw new Error(`The blueprint has no function "${name}".`);
    return found;
  }

  get all(): Iterable<LambdaFunction> {
    return this.byName.values();
  }
}
