import type { z } from 'zod';
import { serverInfoSchema } from '../../../src-shared/connection.ts';
import { FailedError, storable } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import { createdSchema, remoteStatusSchema, responseHeadSchema } from '../../../src-shared/server-answers.ts';
import type { ByteSink, ServerApi } from '../../core/ports.ts';

/** What an adapter made of an answer, as rows can keep it. Throws `protocol` for what they can't. */
function kept<Schema extends z.ZodType>(
  schema: Schema,
  product: string,
  value: z.input<Schema>,
  options: { answerLost?: boolean } = {},
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new FailedError(
    { kind: 'protocol', detail: phrase('failureDetails.answer.otherForm', { product }) },
    options,
  );
}

/** Rejects as the call did, with no more in the failure than rows can keep. */
async function attempt<Value>(calling: Promise<Value>): Promise<Value> {
  try {
    return await calling;
  } catch (error) {
    if (!(error instanceof FailedError)) throw error;
    const failure = storable(error.failure);
    throw failure === error.failure ? error : new FailedError(failure, { answerLost: error.answerLost });
  }
}

/**
 * The same API, but nothing gets through it that a row couldn't keep: a job whose events can't be saved would stand between
 * two states for ever. `product` is what the server is called.
 */
export function checkedApi(api: ServerApi, product: string): ServerApi {
  const sinkOf = (sink: ByteSink): ByteSink => ({
    begin: async (head) => sink.begin(kept(responseHeadSchema, product, head)),
    write: (chunk) => sink.write(chunk),
  });
  return {
    ...api,
    probe: async (options) => kept(serverInfoSchema, product, await attempt(api.probe(options))),
    // What was asked for may be at work there, under an unknown id.
    create: async (request, options) =>
      kept(createdSchema, product, await attempt(api.create(request, options)), { answerLost: true }),
    poll: async (id, options) => kept(remoteStatusSchema, product, await attempt(api.poll(id, options))),
    fetchInto: (sink, source, resume, options) =>
      attempt(api.fetchInto(sinkOf(sink), source, resume, options)),
  };
}
