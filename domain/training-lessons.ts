import type { Lesson } from './training.ts'
import { bestPrice, cashSale, holdRecall, pointsAndCash, twoWays } from './training-lessons-selling.ts'
import { offlineUnknown, stepUp, takeBack, verify } from './training-lessons-service.ts'

/** All lessons, in the order to take them. */
export const lessons: readonly Lesson[] = [
  cashSale,
  twoWays,
  holdRecall,
  bestPrice,
  pointsAndCash,
  verify,
  takeBack,
  offlineUnknown,
  stepUp,
]

/** The lesson of this id; null = there is none. */
export function findLesson(lessonId: string): Lesson | null {
  return lessons.find((lesson) => lesson.lessonId === lessonId) ?? null
}
