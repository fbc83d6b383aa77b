import fc from 'fast-check';
import { z } from 'zod';

/** What is used of JSON Schema: `z.toJSONSchema`. */
interface Schema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  minimum?: number;
  maximum?: number;
}

/**
 * Values that a schema of the contract is for, made of what it says itself, with texts by the name of the field that they
 * are in. Some of them it refuses all the same: JSON Schema doesn't know every rule.
 */
export function anyInput(schema: z.ZodType, textFor: (field: string) => fc.Arbitrary<string>) {
  const make = (one: Schema, field: string): fc.Arbitrary<unknown> => {
    if ('const' in one) return fc.constant(one.const);
    if (one.enum) return fc.constantFrom(...one.enum);
    const several = one.anyOf ?? one.oneOf ?? one.allOf;
    if (several) return fc.oneof(...several.map((each) => make(each, field)));
    if (Array.isArray(one.type)) return fc.oneof(...one.type.map((type) => make({ ...one, type }, field)));
    switch (one.type) {
      case 'string':
        return textFor(field).map((text) => text.slice(0, one.maxLength).padEnd(one.minLength ?? 0, 'x'));
      case 'integer':
        return fc.integer({ min: one.minimum ?? -1, max: Math.min(one.maximum ?? 1_000, 1_000_000_000) });
      case 'number':
        return fc.double({ min: one.minimum ?? 0, max: one.maximum ?? 1e12, noNaN: true });
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      case 'array':
        return fc.array(make(one.items ?? {}, field), { minLength: one.minItems ?? 0, maxLength: 4 });
      case 'object':
        return makeObject(one, field);
      default:
        return fc.constant({});
    }
  };
  const makeObject = ({ properties, required = [], additionalProperties }: Schema, field: string) => {
    if (!properties)
      return fc.dictionary(
        fc.string({ maxLength: 20 }),
        make(typeof additionalProperties === 'object' ? additionalProperties : {}, field),
        { maxKeys: 4 },
      );
    const fields = Object.entries(properties).map(([name, each]) => [name, make(each, name)] as const);
    return fc.record(Object.fromEntries(fields), { requiredKeys: required });
  };
  return make(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema, '');
}
