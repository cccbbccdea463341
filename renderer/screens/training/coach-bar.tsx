import { BookOpen, DoorOpen, Lightbulb, ReceiptText, ScanBarcode } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { TrainingSlice } from '../../../contract/training-commands.ts'
import { findLesson } from '../../../domain/training-lessons.ts'
import { screenOf } from '../../keys/primary.ts'
import { keyCaps } from '../../keys/shortcuts.ts'
import { Button } from '../../parts/button.tsx'
import { KeyCap } from '../../parts/key-cap.tsx'
import { wordsOf } from '../../text/i18n.ts'
import { useActs, useEntry, useFormat, useLocal, useMirror } from '../../use-desk.ts'

type LessonView = NonNullable<NonNullable<TrainingSlice>['lesson']>

/** Above every screen of the training till: what it is, what to do now, and the way out. */
export function CoachBar() {
  const { t } = useTranslation()
  const acts = useActs()
  const lesson = useMirror((mirror) => mirror.training?.lesson ?? null)
  const hasPaper = useMirror((mirror) => (mirror.training?.paper ?? null) !== null)
  const running = lesson !== null && lesson.score === null
  return (
    <header className="training-stripes flex h-[140px] shrink-0 items-stretch gap-2 p-1.5">
      <Mark />
      <div className="flex min-w-0 flex-1 flex-col justify-center gap-1 overflow-hidden rounded-till bg-paper px-4">
        {running ? <StepAtHand lesson={lesson} /> : <NoLesson />}
      </div>
      <div className="grid shrink-0 grid-flow-col grid-rows-2 gap-1 rounded-till bg-paper p-1">
        <Button
          icon={BookOpen}
          cap={keyCaps.training}
          testId="training-lessons"
          className="min-h-[60px]"
          onPress={() => acts.turnCoach('lessons')}
        >
          {t('training.lessons')}
        </Button>
        <Button
          icon={ReceiptText}
          testId="training-paper"
          className="min-h-[60px]"
          disabled={!hasPaper}
          onPress={() => acts.turnCoach('paper')}
        >
          {t('training.paper')}
        </Button>
        <Button
          icon={Lightbulb}
          cap={keyCaps.hint}
          testId="training-hint"
          className="min-h-[60px]"
          disabled={!running}
          onPress={acts.takeHint}
        >
          {t('training.hint')}
        </Button>
        <Button
          tone="primary"
          icon={DoorOpen}
          cap={keyCaps.leave}
          testId="leave-training"
          className="min-h-[60px]"
          onPress={acts.leaveTraining}
        >
          {t('training.leave')}
        </Button>
      </div>
    </header>
  )
}

/** In both languages whatever is spoken: nobody who walks past takes it for a till that sells. */
function Mark() {
  return (
    <p className="flex shrink-0 flex-col items-center justify-center rounded-till bg-brand px-4 font-bold text-on-brand">
      <span className="text-sum">{wordsOf.zh.training.mark}</span>
      <span className="text-row tracking-wide">{wordsOf.en.training.mark}</span>
    </p>
  )
}

function NoLesson() {
  const { t } = useTranslation()
  const signsIn = useMirror((mirror) => screenOf(mirror) === 'sign_in')
  const chooses = useEntry((entry) => entry.coach === 'lessons')
  const isOver = useMirror((mirror) => (mirror.training?.lesson ?? null) !== null)
  return (
    <>
      <p className="font-semibold text-row">
        {t(chooses || isOver ? 'training.enterTodo' : 'training.freeSays')}
      </p>
      <p className="text-soft">{t(signsIn ? 'training.signIn' : 'training.noMember')}</p>
    </>
  )
}

/** One sentence to do, the things it needs under it, and the hint once it was asked for: nothing moves by it. */
function StepAtHand({ lesson }: { readonly lesson: LessonView }) {
  const { t } = useTranslation()
  const format = useFormat()
  const local = useLocal()
  const found = findLesson(lesson.lessonId)
  const step = found?.steps[lesson.step]
  if (!found || !step) return null
  return (
    <>
      <p className="flex items-center gap-4 whitespace-nowrap text-small text-soft">
        {lesson.hinted ? null : <span className="font-semibold text-accent">{local(found.title)}</span>}
        <span data-testid="training-step" data-step={lesson.step}>
          {t('training.step', { step: lesson.step + 1, steps: found.steps.length })}
        </span>
        {lesson.mistakes > 0 ? (
          <span data-testid="training-mistakes" className="font-semibold text-stop">
            {t('training.mistakes', { number: format.count(lesson.mistakes) })}
          </span>
        ) : null}
        {lesson.hinted ? (
          <span data-testid="training-hint-text" className="flex min-w-0 items-center gap-1.5 text-warn">
            <Lightbulb aria-hidden="true" className="size-[18px] shrink-0" />
            <span className="truncate">{local(step.hint)}</span>
          </span>
        ) : null}
      </p>
      <p data-testid="training-says" className="line-clamp-2 font-semibold leading-6">
        {local(step.says)}
      </p>
      <Props lesson={lesson} />
    </>
  )
}

/** What was handed out; to whom signed out in the middle, how to sign in. */
function Props({ lesson }: { readonly lesson: LessonView }) {
  const { t } = useTranslation()
  const signsIn = useMirror((mirror) => screenOf(mirror) === 'sign_in')
  if (signsIn) return <p className="text-soft">{t('training.signIn')}</p>
  return (
    <div className="flex gap-2">
      {lesson.props.map((prop, place) => (
        <Prop key={prop.name} prop={prop} place={place + 1} />
      ))}
    </div>
  )
}

function Prop({ prop, place }: { readonly prop: LessonView['props'][number]; readonly place: number }) {
  const { t } = useTranslation()
  const acts = useActs()
  const word = t(`training.props.${prop.name}`)
  if (prop.scan === null) {
    return (
      <span className="flex h-12 items-center gap-2 whitespace-nowrap rounded-till bg-sunk px-3">
        {word} <b data-testid={`prop-${prop.name}`}>{prop.shown}</b>
      </span>
    )
  }
  return (
    <button
      type="button"
      data-testid={`prop-${prop.name}`}
      aria-label={`${t('training.hand')}: ${word}`}
      onClick={() => acts.takeProp(place)}
      className="flex h-12 items-center gap-2 whitespace-nowrap rounded-till bg-tint px-3 font-medium text-on-tint active:bg-sunk"
    >
      <ScanBarcode aria-hidden="true" className="size-5" />
      {word}
      <KeyCap cap={`Ctrl ${place}`} />
    </button>
  )
}
