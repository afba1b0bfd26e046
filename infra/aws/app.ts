import { App } from 'aws-cdk-lib';
import { PlatformStack } from './platform-stack.ts';

const app = new App();
new PlatformStack(app, 'Millrace', { description: 'Millrace: trigger-condition-action flows on Step Functions' });
app.synth();
