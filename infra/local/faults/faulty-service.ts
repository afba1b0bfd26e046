/** Services of the embedded AWS by the names that the wire knows them by. */
export type FaultyService = 'dynamodb' | 'events' | 'sqs' | 'scheduler' | 'states' | 'lambda' | 'kms' | 's3';
