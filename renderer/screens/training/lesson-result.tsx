import { BookOpen, ChevronRight, RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Lesson } from '../../../domain/training.ts'
import { findLesson } from '../../../domain/training-lessons.ts'
import { keyCaps } from '../../keys/shortcuts.ts'
import { Button } from '../../parts/button.tsx'
import { useActs, useFormat, useLocal, useMirror } from '../../use-desk.ts'
import { Stars } from './lesson-list.tsx'

/** What the lesson was worth, and what to practise. */
export function LessonResult() {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const local = useLocal()
  const shown = useMirror((mirror) => mirror.training?.lesson ?? null)
  const lesson = shown && findLesson(shown.lessonId)
  if (!shown?.score || !lesson) return null
  const { elapsedMs, firstTime, guideMs, mistakes, points, practise, stars, steps } = shown.score
  return (
    <section
      aria-label={t('training.result')}
      data-testid="lesson-result"
      data-points={points}
      data-stars={stars}
      data-mistakes={mistakes}
      className="absolute inset-0 z-20 flex flex-col items-center justify-center gap-5 overflow-auto bg-counter p-6"
    >
      <div className="flex w-full max-w-4xl flex-col gap-5 rounded-till border border-line bg-paper p-8">
        <h1 className="text-center font-semibold text-head">
          {local(lesson.title)} · {t('training.result')}
        </h1>
        <div className="flex items-center justify-center gap-8">
          <Stars count={stars} large />
          <p className="font-bold text-pay text-accent">{t('training.points', { points })}</p>
        </div>
        <ul className="grid grid-cols-3 gap-3 text-center text-row">
          <li>{t('training.firstTime', { right: firstTime, steps })}</li>
          <li>{t('training.mistakesAll', { number: format.count(mistakes) })}</li>
          <li>{t('training.time', { seconds: seconds(elapsedMs), guide: seconds(guideMs) })}</li>
        </ul>
        <Practise lesson={lesson} places={practise} />
        <div className="grid grid-cols-3 gap-3">
          <Button
            icon={RotateCcw}
            cap="0"
            testId="repeat-lesson"
            className="h-16 text-row"
            onPress={acts.repeatLesson}
          >
            {t('training.again')}
          </Button>
          <Button
            icon={BookOpen}
            cap={keyCaps.back}
            testId="other-lessons"
            className="h-16 text-row"
            onPress={() => acts.turnCoach('lessons')}
          >
            {t('training.lessons')}
          </Button>
          <Button
            tone="primary"
            icon={ChevronRight}
            cap={keyCaps.primary}
            testId="next-lesson"
            className="h-16 text-row"
            onPress={acts.beginNextLesson}
          >
            {t('training.next')}
          </Button>
        </div>
      </div>
    </section>
  )
}

function Practise({ lesson, places }: { readonly lesson: Lesson; readonly places: readonly number[] }) {
  const { t } = useTranslation()
  const local = useLocal()
  if (places.length === 0) return <p className="text-center text-good text-row">{t('training.perfect')}</p>
  return (
    <div>
      <h2 className="font-semibold">{t('training.practise')}</h2>
      <ul data-testid="practise" className="mt-1 flex list-disc flex-col gap-1 pl-6">
        {lesson.steps.map((step, place) =>
          places.includes(place) ? <li key={step.says.en}>{local(step.says)}</li> : null,
        )}
      </ul>
    </div>
  )
}

/** Whole seconds, begun ones counted. */
function seconds(ms: number): number {
  return Math.ceil(ms / 1_000)
}
