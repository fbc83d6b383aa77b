import { randomUUID } from 'node:crypto';

/** A refusal that reaches the client as an HTTP status with Alfresco's error envelope. */
export class ApiError extends Error {
  readonly status: number;
  readonly key: string;

  /**
   * @param status HTTP status
   * @param message the English sentence for `briefSummary`, without the log number
   * @param key `errorKey`; for many refusals it is the English message itself
   *   (seen: `new InvalidArgumentException("…")` sets the message id to the text), so clients must not
   *   switch on it
   */
  constructor(status: number, message: string, key: string = message) {
    super(message);
    this.status = status;
    this.key = key;
  }
}

/** 404 for an id (seen: EntityNotFoundException, its message names the id). */
export const notFound = (id: string): ApiError =>
  new ApiError(404, `The entity with id: ${id} was not found`, 'framework.exception.EntityNotFound');

/** 403 (seen: PermissionDeniedException's default message, which doesn't say which node was refused). */
export const permissionDenied = (): ApiError =>
  new ApiError(403, 'Permission was denied', 'framework.exception.PermissionDenied');

/** 405 for a method that a resource doesn't have. */
export const notAllowed = (): ApiError =>
  new ApiError(405, 'The operation is unsupported', 'framework.exception.UnsupportedResourceOperation');

/** 401 (seen: RepositoryContainer.java, this very sentence). */
export const unauthenticated = (): ApiError =>
  new ApiError(
    401,
    'Authentication failed for Web Script org/alfresco/api/ResourceWebScript.get',
    'framework.exception.ApiDefault',
  );

/** The JSON body of every refusal. */
export interface ErrorEnvelope {
  error: {
    errorKey: string;
    statusCode: number;
    briefSummary: string;
    stackTrace: string;
    descriptionURL: string;
    logId: string;
  };
}

/** Numbers the refusals as the server's log does: month, day and a running number, eight digits in all. */
export class ErrorLog {
  #count = 0;

  /**
   * The envelope of ResponseWriter.java and ErrorResponse.java (seen): the summary begins with the log
   * number, the stack trace is a fixed excuse, `logId` is a UUID.
   *
   * @param now milliseconds since 1970
   */
  envelope(error: ApiError, now: number): ErrorEnvelope {
    this.#count = (this.#count + 1) % 10_000;
    const [, month = '01', day = '01'] = new Date(now).toISOString().slice(0, 10).split('-');
    const number = `${month}${day}${String(this.#count).padStart(4, '0')}`;
    return {
      error: {
        errorKey: error.key,
        statusCode: error.status,
        briefSummary: `${number} ${error.message}`,
        stackTrace:
          'For security reasons the stack trace is no longer displayed, but the property is kept for previous versions',
        descriptionURL: 'https://api-explorer.alfresco.com',
        logId: randomUUID(),
      },
    };
  }
}
