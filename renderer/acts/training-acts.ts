import { lessons } from '../../domain/training-lessons.ts'
import { emptyEntry } from '../store/entry.ts'
import { nobodyFound } from '../store/finder.ts'
import { noProgress } from '../store/progress.ts'
import { ask, type Desk } from './desk.ts'

/** Going to training and back, choosing lessons, and taking what a lesson hands out. */
export function trainingActs(desk: Desk, takeWedgeScan: (text: string) => Promise<void>) {
  const { bridge, entry, finder, mirror, progress } = desk

  const beginLesson = async (lessonId: string) => {
    if (!(await ask(desk, 'basket', 'beginLesson', { lessonId }))) return
    // The next customer of the next lesson: nothing of the last one is left open.
    entry.setState({ ...emptyEntry, coach: 'till' })
    progress.setState(noProgress)
    finder.setState(nobodyFound)
  }

  /** The lesson after the one at hand; before any, the first that was not done yet. */
  const nextLesson = (): string => {
    const { training } = mirror.getState()
    const at = lessons.findIndex(({ lessonId }) => lessonId === training?.lesson?.lessonId)
    const isDone = (lessonId: string) => training?.best.some((one) => one.lessonId === lessonId) ?? false
    const open = at >= 0 ? lessons[(at + 1) % lessons.length] : lessons.find((one) => !isDone(one.lessonId))
    return (open ?? lessons[0])?.lessonId ?? ''
  }

  return {
    /** The page begins anew on the other till: nothing more is to be done here. */
    enterTraining: async () => {
      if (progress.getState().busy) return
      progress.setState({ busy: true })
      await ask(desk, 'basket', 'enterTraining', {})
      progress.setState({ busy: false })
    },
    leaveTraining: async () => {
      await ask(desk, 'basket', 'leaveTraining', {})
    },
    beginLesson,
    beginNextLesson: () => beginLesson(nextLesson()),
    repeatLesson: async () => {
      const lessonId = mirror.getState().training?.lesson?.lessonId
      if (lessonId !== undefined) await beginLesson(lessonId)
    },
    /** Lays the lessons over the till, or takes them away again. A result is put away with it. */
    turnCoach: async (to: 'lessons' | 'paper') => {
      const { training } = mirror.getState()
      if (training?.lesson?.score) await bridge.call('endLesson', {})
      entry.setState({ coach: entry.getState().coach === to && !training?.lesson?.score ? 'till' : to })
    },
    /** No lesson: whatever comes to mind. */
    practiseFreely: async () => {
      await bridge.call('endLesson', {})
      entry.setState({ coach: 'till' })
    },
    takeHint: async () => {
      await bridge.call('takeHint', {})
    },
    /** Scans what the step hands out, by its place from 1. */
    takeProp: async (place: number) => {
      const prop = mirror.getState().training?.lesson?.props[place - 1]
      if (prop?.scan) await takeWedgeScan(prop.scan)
    },
  }
}
