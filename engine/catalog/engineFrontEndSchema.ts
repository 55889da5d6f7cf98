import { z } from 'zod';
import { generationFields } from './generationFields.ts';

const most = 1e6;
const part = z.number().min(0).max(most);

/** What a request passes before the engine has it, as documents and the catalogue say it; nothing, where left out. */
export const frontEndFields = {
  requestMs: part
    .default(0)
    .describe('Time that each request keeps the server of a replica, which takes one after the other'),
  promptTokenUs: part.default(0).describe('The same for each token of its prompt (the tokeniser), µs'),
  latencyMs: part
    .default(0)
    .describe('Time that each request spends besides, on its way in and its first token’s way out'),
  admissionMs: part
    .default(0)
    .describe('What a step takes longer for each request that joins the batch in it'),
};

/** The front end of one generation of an engine. */
export const engineFrontEndSchema = z.strictObject({
  ...generationFields,
  ...frontEndFields,
});
