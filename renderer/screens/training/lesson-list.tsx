import { Play, Star } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { type Lesson, starsMax } from '../../../domain/training.ts'
import { lessons } from '../../../domain/training-lessons.ts'
import { keyCaps } from '../../keys/shortcuts.ts'
import { Button } from '../../parts/button.tsx'
import { useActs, useFormat, useLocal, useMirror } from '../../use-desk.ts'

/** All lessons, easiest first, each with its digit and what was reached in it. */
export function LessonList() {
  const { t } = useTranslation()
  const acts = useActs()
  return (
    <section
      aria-label={t('training.lessonsTitle')}
      data-testid="lesson-list"
      className="absolute inset-0 z-20 flex flex-col gap-3 overflow-auto bg-counter p-4"
    >
      <header className="flex items-center gap-4">
        <div className="min-w-0 flex-1">
          <h1 className="font-semibold text-head">{t('training.lessonsTitle')}</h1>
          <p className="text-soft">{t('training.lessonsLead')}</p>
        </div>
        <Button cap={keyCaps.back} testId="practise-freely" className="px-5" onPress={acts.practiseFreely}>
          {t('training.free')}
        </Button>
        <Button
          tone="primary"
          icon={Play}
          cap={keyCaps.primary}
          testId="begin-next-lesson"
          className="h-16 px-6 text-row"
          onPress={acts.beginNextLesson}
        >
          {t('training.start')}
        </Button>
      </header>
      <ul className="grid flex-1 grid-cols-3 gap-3 tall:auto-rows-min tall:grid-cols-2">
        {lessons.map((lesson, place) => (
          <LessonTile key={lesson.lessonId} lesson={lesson} place={place + 1} />
        ))}
      </ul>
    </section>
  )
}

function LessonTile({ lesson, place }: { readonly lesson: Lesson; readonly place: number }) {
  const { t } = useTranslation()
  const acts = useActs()
  const format = useFormat()
  const local = useLocal()
  const best = useMirror((mirror) =>
    mirror.training?.best.find(({ lessonId }) => lessonId === lesson.lessonId),
  )
  return (
    <li className="grid">
      <button
        type="button"
        data-testid={`lesson-${lesson.lessonId}`}
        onClick={() => acts.beginLesson(lesson.lessonId)}
        className="flex min-h-28 items-start gap-4 rounded-till border border-line bg-paper p-4 text-left active:bg-sunk"
      >
        <kbd className="flex size-10 shrink-0 items-center justify-center rounded-small border border-edge bg-raised font-sans font-semibold text-row">
          {place}
        </kbd>
        <span className="flex min-w-0 flex-1 flex-col gap-1">
          <span className="font-semibold text-row">{local(lesson.title)}</span>
          <span className="text-soft">{local(lesson.about)}</span>
          <span className="mt-auto flex items-center gap-3 text-small text-soft">
            {best ? <Stars count={best.stars} /> : null}
            {best
              ? t('training.best', { points: format.count(best.points) })
              : `${t('training.notYet')} · ${t('training.guide', { seconds: lesson.guideMs / 1_000 })}`}
          </span>
        </span>
      </button>
    </li>
  )
}

/** So many of three, and the same in words. */
export function Stars({ count, large = false }: { readonly count: number; readonly large?: boolean }) {
  const { t } = useTranslation()
  return (
    <span role="img" aria-label={t('training.stars', { stars: count })} className="flex gap-1 text-accent">
      {Array.from({ length: starsMax }, (_, place) => (
        <Star
          // biome-ignore lint/suspicious/noArrayIndexKey: three stars, always in this order
          key={place}
          aria-hidden="true"
          className={`${large ? 'size-20' : 'size-5'} ${place < count ? 'fill-current' : 'opacity-35'}`}
        />
      ))}
    </span>
  )
}
