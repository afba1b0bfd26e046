import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, ProjectionType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { tableShape } from '#functions/store/table/table-shape.ts';
import type { blueprint } from '../blueprint.ts';

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** The one table, the bucket for definitions and large values, and the key that wraps credentials. */
export class Storage extends Construct {
  readonly table: TableV2;
  readonly bucket: Bucket;
  readonly key: Key;

  constructor(scope: Construct, id: string, plan: typeof blueprint) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      alias: plan.keyAlias,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.table = new TableV2(this, 'Table', {
      partitionKey: text(tableShape.key.partition),
      sortKey: text(tableShape.key.sort),
      timeToLiveAttribute: tableShape.expiry,
      globalSecondaryIndexes: Object.entries(tableShape.indexes).map(([indexName, keys]) => ({
        indexName,
        partitionKey: text(keys.partition),
        sortKey: text(keys.sort),
        projectionType: ProjectionType.INCLUDE,
        nonKeyAttributes: [...tableShape.projected],
      })),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: plan.forgotten.map(({ prefix, days }) => ({ prefix, expiration: Duration.days(days) })),
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** Lets every function reach its records; only these can open credentials. */
  grant(functions: Iterable<LambdaFunction>): void {
    for (const each of functions) {
      this.table.grantReadWriteData(each);
      this.bucket.grantReadWrite(each);
      this.key.grantEncryptDecrypt(each);
    }
  }
}
