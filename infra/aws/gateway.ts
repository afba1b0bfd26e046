import { type CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import type { blueprint } from '../blueprint.ts';
import type { Functions } from './functions.ts';

/** The HTTP API with the blueprint's routes. */
export class Gateway extends Construct {
  readonly url: string;
  private readonly api: HttpApi;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api');
    this.url = this.api.apiEndpoint;
  }

  /** Adds the routes and what each takes, once the functions, which know the address, exist. */
  connect(functions: Functions, plan: typeof blueprint): void {
    const stage = this.api.defaultStage?.node.defaultChild as CfnStage;
    const settings: Record<string, object> = {};
    for (const { path, function: name, throttle } of plan.routes) {
      const address = path.replace('*', '{proxy+}');
      const routes = this.api.addRoutes({
        path: address,
        methods: [HttpMethod.ANY],
        integration: new HttpLambdaIntegration(`${name}Integration`, functions.named(name)),
      });
      settings[`ANY ${address}`] = { ThrottlingRateLimit: throttle.rate, ThrottlingBurstLimit: throttle.burst };
      // A stage with settings for a route that is not there yet is refused.
      stage.node.addDependency(...routes);
    }
    stage.routeSettings = settings;
  }
}
