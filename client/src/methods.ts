/** The names of the server's own messages. Only their types come from the server: a name that drifts does not compile. */
import type * as messages from '../../server/src/protocol/messages';

export const STATUS: typeof messages.STATUS = 'sqsKmsPolicy/status';
export const NEW_POLICY: typeof messages.NEW_POLICY = 'sqsKmsPolicy/newPolicy';
export const IGNORE: typeof messages.IGNORE = 'sqs-kms-policy.ignore';
export const PARAMETERS: typeof messages.PARAMETERS = 'sqsKmsPolicy/parameters';
export const PLACEHOLDERS: typeof messages.PLACEHOLDERS = 'sqsKmsPolicy/placeholders';
export const READ_FILE: typeof messages.READ_FILE = 'sqsKmsPolicy/readFile';
