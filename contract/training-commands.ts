import { z } from 'zod'
import { propNames } from '../domain/training.ts'
import { findLesson } from '../domain/training-lessons.ts'
import { type CommandShape, done, nothing } from './command-shape.ts'
import { countPart } from './parts.ts'

/* Training of cashiers (loyalty.md 9): going there and back, and what the coach is asked. */

export const trainingCommands = {
  /** Only where nothing hangs in the air: no act waits for head office, no sale's fate is still to be read. */
  enterTraining: {
    input: nothing,
    output: done,
    refusals: ['training_on', 'asking_central', 'sale_fate_open'],
  },
  leaveTraining: { input: nothing, output: done, refusals: ['training_off'] },
  /** Begins a lesson from its first step with an empty basket, whatever went before. */
  beginLesson: {
    input: z.strictObject({
      lessonId: z
        .string()
        .max(40)
        .refine((lessonId) => findLesson(lessonId) !== null),
    }),
    output: done,
    refusals: ['training_off'],
  },
  /** The hint of the step at hand was shown: it counts. */
  takeHint: { input: nothing, output: done, refusals: ['training_off'] },
  /** Gives a lesson up, or puts its result away. */
  endLesson: { input: nothing, output: done, refusals: ['training_off'] },
} as const satisfies Record<string, CommandShape>

export const scoreSchema = z.object({
  points: z.int().min(0).max(100),
  stars: z.int().min(1).max(3),
  steps: countPart,
  firstTime: countPart,
  mistakes: countPart,
  elapsedMs: countPart,
  guideMs: countPart,
  practise: z.array(countPart),
})

const paperBlockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('title'), text: z.string() }),
  z.object({
    kind: z.literal('text'),
    text: z.string(),
    align: z.enum(['left', 'center', 'right']),
    strong: z.boolean().optional(),
  }),
  z.object({
    kind: z.literal('pair'),
    left: z.string(),
    right: z.string(),
    strong: z.boolean().optional(),
    big: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('rule') }),
  z.object({ kind: z.literal('blank') }),
  z.object({ kind: z.literal('qr'), payload: z.string() }),
])

/** The training till's own slice; null at a till that sells. */
export const trainingSliceSchema = z
  .object({
    lesson: z
      .object({
        lessonId: z.string(),
        /** The step at hand, from 0; the number of steps once all are done. */
        step: countPart,
        hinted: z.boolean(),
        /** Of the step at hand. */
        mistakes: countPart,
        /** What was handed out so far, in that order: `scan` is read when touched, null where the customer only says it. */
        props: z.array(z.object({ name: z.enum(propNames), shown: z.string(), scan: z.string().nullable() })),
        /** Once it is over. */
        score: scoreSchema.nullable(),
      })
      .nullable(),
    /** The best result of each lesson since training began. */
    best: z.array(z.object({ lessonId: z.string(), stars: z.int().min(1).max(3), points: countPart })),
    /** What would have been printed last, and how many such papers there were. */
    paper: z.object({ number: countPart, blocks: z.array(paperBlockSchema) }).nullable(),
  })
  .nullable()
export type TrainingSlice = z.infer<typeof trainingSliceSchema>
