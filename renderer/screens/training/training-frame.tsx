import type { ReactNode } from 'react'
import { coachViewOf } from '../../keys/training-keys.ts'
import { wordsOf } from '../../text/i18n.ts'
import { useEntry, useMirror } from '../../use-desk.ts'
import { CoachBar } from './coach-bar.tsx'
import { LessonList } from './lesson-list.tsx'
import { LessonResult } from './lesson-result.tsx'
import { PaperView } from './paper-view.tsx'

/** The mark of a training till around whatever it shows: another accent, a striped bar, a band across the screen. */
export function TrainingFrame({ children }: { readonly children: ReactNode }) {
  const mirror = useMirror((all) => all)
  const entry = useEntry((all) => all)
  const view = coachViewOf(mirror, entry)
  return (
    <div data-training="on" data-testid="training" className="flex h-full flex-col bg-counter text-ink">
      <CoachBar />
      <div className="relative min-h-0 flex-1">
        <div className="h-full" inert={view !== 'till'}>
          {children}
        </div>
        {view === 'lessons' ? <LessonList /> : null}
        {view === 'result' ? <LessonResult /> : null}
        {view === 'paper' ? <PaperView /> : null}
        <DiagonalBand />
      </div>
    </div>
  )
}

const bandWords = [
  [1, 'zh'],
  [2, 'en'],
  [3, 'zh'],
  [4, 'en'],
] as const

/** Lies over everything and takes no touch: no photo of this screen passes for a real one. */
function DiagonalBand() {
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-0 z-30 overflow-hidden">
      <div className="training-band absolute top-1/2 left-1/2 flex h-24 w-[160%] items-center justify-around font-bold text-pay">
        {bandWords.map(([place, language]) => (
          <span key={place}>{wordsOf[language].training.mark}</span>
        ))}
      </div>
    </div>
  )
}
