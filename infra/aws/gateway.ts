import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
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

  /** Adds the routes, once the functions, which know the address, exist. */
  connect(functions: Functions, plan: typeof blueprint): void {
    for (const route of plan.routes) {
      this.api.addRoutes({
        path: route.path.replace('*', '{proxy+}'),
        methods: [HttpMethod.ANY],
        integration: new HttpLambdaIntegration(`${route.function}Integration`, functions.named(route.function)),
      });
    }
  }
}
