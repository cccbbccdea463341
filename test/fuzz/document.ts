import { z } from 'zod'

/* The part of an OpenAPI 3.1 document that fuzzing goes by. */

/** As much of JSON Schema (2020-12) as the central's document uses. */
export interface JsonSchema {
  readonly type?: string
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly format?: string
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly propertyNames?: JsonSchema
  readonly additionalProperties?: JsonSchema | boolean
}

const schemaPart = z.custom<JsonSchema>((value) => typeof value === 'object' && value !== null)
const contentPart = z.record(z.string(), z.object({ schema: schemaPart }))

const operationSchema = z.object({
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.enum(['path', 'query']),
        required: z.boolean().default(false),
        schema: schemaPart,
      }),
    )
    .default([]),
  requestBody: z.object({ content: contentPart }).optional(),
  security: z.array(z.record(z.string(), z.unknown())).default([]),
  responses: z.record(z.string(), z.object({ content: contentPart })),
})
type Described = z.infer<typeof operationSchema>

const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
})

export interface Operation {
  /** Such as `POST /v1/events`. */
  readonly key: string
  readonly method: string
  readonly path: string
  readonly parameters: Described['parameters']
  readonly body: JsonSchema | null
  readonly asker: 'terminal' | 'operator' | null
  /** Status, or pattern such as `4XX`, to media type to schema. */
  readonly answers: ReadonlyMap<string, ReadonlyMap<string, JsonSchema>>
}

/** Every operation of a document, in its order. Throws for a document of another shape. */
export function operationsOf(document: unknown): readonly Operation[] {
  return Object.entries(documentSchema.parse(document).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([name, described]): Operation => {
      const method = name.toUpperCase()
      const schemes = described.security.flatMap((scheme) => Object.keys(scheme))
      const answers = Object.entries(described.responses).map(
        ([status, { content }]) =>
          [status, new Map(Object.entries(content).map(([type, { schema }]) => [type, schema]))] as const,
      )
      return {
        key: `${method} ${path}`,
        method,
        path,
        parameters: described.parameters,
        body: described.requestBody?.content['application/json']?.schema ?? null,
        asker: schemes.includes('terminal') ? 'terminal' : schemes.includes('operator') ? 'operator' : null,
        answers: new Map(answers),
      }
    }),
  )
}
